# Completion of `hotline` in fish; the words are the program's own: `hotline words`, `hotline VERB --help`.
function __hotline_words
    set -l typed (commandline -opc)
    if test (count $typed) -lt 2
        hotline words 2>/dev/null
    else if string match -q -- '-*' (commandline -ct)
        hotline $typed[2] --help 2>/dev/null | grep -oE -- '--[a-z][a-z-]*'
    else
        hotline words $typed[2] -- $typed[-1] 2>/dev/null
    end
end
complete -c hotline -a '(__hotline_words)'
