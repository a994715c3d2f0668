# Completion of `hotline` in bash; the words are the program's own: `hotline words`, `hotline VERB --help`.
_hotline() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} verb=${COMP_WORDS[1]} words
    [ "$current" = = ] && current=                              # --lang=z is three words to bash: --lang, = and z
    [ "$before" = = ] && before=${COMP_WORDS[COMP_CWORD-2]}
    if [ "$COMP_CWORD" -le 1 ]; then
        words=$(hotline words 2>/dev/null)
    elif [[ $current == -* ]]; then
        words=$(hotline "$verb" --help 2>/dev/null | grep -oE -- '--[a-z][a-z-]*')
    else
        words=$(hotline words "$verb" -- "$before" 2>/dev/null)
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace
}
complete -o default -F _hotline hotline
