# Hotline. `make demo` shows what it does, `make test` proves it, `make help` lists the rest.
# Everything compiled goes to $(BUILD); what is not installed yet is installed first (.ci/packages).

BUILD  = build
PREFIX = /usr/local
CFLAGS = -O2 -g
ifeq ($(origin CC),default)
CC = gcc
endif

sources := $(wildcard sim/*.c sim/*/*.c analysis/*/*.c plots/*.c plots/report/*.c)
program := $(if $(filter build,$(BUILD)),hotline,$(BUILD)/hotline)
library := $(sources:%.c=$(BUILD)/%.o)
verbs   := $(patsubst %.c,$(BUILD)/%.o,$(wildcard cli/*.c))
units   := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/*.c))
fuzzers := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/*.c))
headers := $(patsubst %,$(BUILD)/%.alone,$(wildcard sim/*.h sim/*/*.h analysis/*/*.h plots/*.h plots/report/*.h cli/*.h))

# Results are the same bits on every machine: no contraction to FMA, no reordering.
flags = -std=c17 -Wall -Wextra -Wshadow -Wformat-security -ffp-contract=off -fno-math-errno -fopenmp $(CFLAGS)

# pkg-config is asked once, at the first compilation: on a new machine it is installed by then.
packages = hdf5-serial gsl libfyaml libxxhash sleef
includes = $(eval includes := $(shell pkg-config --cflags $(packages)))$(includes)
libs     = $(eval libs := $(shell pkg-config --libs $(packages)) -lhdf5_hl -lglpk -lm)$(libs)
compile  = $(CC) -I. -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE $(includes) $(CPPFLAGS) $(flags)
link     = $(CC) $(flags) $(LDFLAGS) -o $@ $(filter %.o %.a,$^) $(libs)
say      = $(if $(V),,@echo '  $1 $@';)

all: $(program)                 ## the program, ./hotline

$(program): $(verbs) $(BUILD)/libhotline.a
	$(call say,link)$(link)

$(BUILD)/libhotline.a: $(library)
	@rm -f $@
	$(call say,collect)ar rcs $@ $^

$(BUILD)/%.o: %.c | packages
	@mkdir -p $(@D)
	$(call say,compile)$(compile) $(identity) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(BUILD)/libhotline.a
	$(call say,link)$(link) -lcmocka

$(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/libhotline.a
	@mkdir -p $(@D)
	$(call say,link)$(link) -fsanitize=fuzzer

$(BUILD)/%.h.alone: %.h | packages
	@mkdir -p $(@D)
	$(call say,compile)$(compile) -fsyntax-only -MMD -MF $@.d -MT $@ -x c $< && touch $@

# What the pages of `hotline report` hold. Without npm, or a network, uPlot is two empty files and pages say so.
uplot := build/npm/uplot.js build/npm/uplot.css
$(BUILD)/plots/report/assets.o: plots/report/page.css plots/report/page.js CITATION.cff docs/model.md $(uplot)
$(uplot) &: plots/report/package.json plots/report/package-lock.json
	@.ci/uplot build/npm
uplot:                          ## the charts of `report`, from npm, again: after a build that had no network
	@rm -f $(uplot)
	@$(MAKE) --no-print-directory all

packages:
	@.ci/install-packages run

# What the program says about itself. Only the files that ask are compiled again when it changes.
define identity_flags
'-DHOTLINE_VERSION="$(shell sed -n 's/^version: *//p' CITATION.cff)"'
'-DHOTLINE_COMMIT="$(shell .ci/commit)"'
'-DHOTLINE_FLAGS="$(strip $(CC) $(flags))"'
'-DHOTLINE_DATADIR="$(PREFIX)/share/hotline"'
endef
asking := $(patsubst %.c,$(BUILD)/%.o,$(shell grep -lE 'HOTLINE_(VERSION|COMMIT|FLAGS|DATADIR)' cli/*.c $(sources)))
$(asking): identity = @$(BUILD)/identity
$(asking): $(BUILD)/identity
$(BUILD)/identity: always | $(BUILD)
	$(file >$@.new,$(identity_flags))
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@
$(BUILD):
	@mkdir -p $@

demo: all                       ## a county under three rules: table, CSV and figures in results/ (about 90 s)
	@mkdir -p results/demo-figures
	./hotline sweep three-rules -o results/demo.h5 --csv results/demo.csv
	./hotline compare results/demo.h5
	./hotline plot all results/demo.h5 -o results/demo-figures

test:                           ## every test; the last line is `N passed, N failed`
	@.ci/install-packages run test
	@$(MAKE) --no-print-directory all units
	@BUILD=$(BUILD) tests/run

units: $(units)
alone: $(headers)

# The same program and unit tests built otherwise, in build/VARIANT; then `BUILD=build/VARIANT tests/run unit`.
variants = debug asan tsan clang O0 O3
$(variants):                    ## debug asan tsan clang O0 O3: the program built otherwise, in build/VARIANT
	@.ci/install-packages run test
	@$(MAKE) --no-print-directory BUILD=build/$@ CC='$(CC)' CFLAGS='$(CFLAGS)' $(goals)
goals = all units
debug: CFLAGS = -O0 -g3
asan:  CFLAGS = -O1 -g1 -Werror -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
tsan:  CFLAGS = -O1 -g1 -Werror -fsanitize=thread
O0:    CFLAGS = -O0 -g
O3:    CFLAGS = -O3 -g
clang: CFLAGS = -O2 -g -Werror
clang tsan asan: CC = clang     # which has the fuzzers, and whose thread sanitizer understands OpenMP; as gcc's does not

# What a digest hangs on built otherwise, the rest as it stands in build/: `make O3 goals=simulator`, after `make`.
simulator: $(filter $(BUILD)/sim/%,$(library)) build/libhotline.a
	$(call say,link)$(CC) $(flags) $(LDFLAGS) -o $(program) $(filter %.o,$^) $(patsubst %.c,build/%.o,$(wildcard cli/*.c)) \
		build/libhotline.a $(libs)

FUZZ_SECONDS = 60
fuzz:                           ## the readers of files against random input, FUZZ_SECONDS=60 each
	@$(MAKE) --no-print-directory asan goals=fuzzers
	@tests/fuzz/run $(FUZZ_SECONDS)
fuzzers: $(fuzzers)

bench: all                      ## speed and memory, one line a figure: NAME VALUE UNIT
	@./hotline bench

verify: all                     ## the simulator against theory, staffing, the mechanisms against their sources, 200 kills of a sweep; 35 min
	@./hotline verify
	@./hotline verify --staffing 40
	@./hotline mechanisms
	@HOTLINE=./hotline KILLS=200 tests/invariants/survival

calibrate: all                  ## what the sources' figures say of the assumed behaviour; resumes; about ten minutes
	@mkdir -p results
	./hotline calibrate calibrations/behaviour -o results/behaviour.csv --resume
	@cmp results/behaviour.csv scenarios/studies/any-behaviour.csv && \
	    cmp results/behaviour.csv.centre.yaml docs/behaviour-centre.yaml && echo "as recorded, and as the defaults are"

mutants: all units              ## errors planted on purpose, and the test that notices each; some minutes
	@tests/mutants/run

coverage:                       ## lines of code that the tests reach
	@.ci/install-packages run test
	@$(MAKE) --no-print-directory BUILD=build/coverage CFLAGS='-O0 -g --coverage' all units
	-@BUILD=build/coverage tests/run
	@gcovr --root . --filter sim/ --filter analysis/ --filter plots/ --filter cli/ build/coverage

format:                         ## the layout of the code (.ci/format)
	@.ci/install-packages run test
	.ci/format

docs: all                       ## the pages that the tables of parameters, outputs, mechanisms and policies say
	./hotline explain --all --markdown >docs/parameters.md
	./hotline outputs --markdown >docs/output.md
	./hotline mechanisms --markdown --measured docs/mechanisms.csv >docs/mechanisms.md
	HOTLINE_PATH=scenarios ./hotline policies --markdown >docs/policies.md
	./hotline show --reference >scenarios/reference.yaml

install: all                    ## DESTDIR= PREFIX=/usr/local: program, scenarios, docs, completions, man page
	install -D $(program) $(share:/share=/bin)/hotline
	cd scenarios && find . \( -name '*.yaml' -o -name '*.csv' \) -exec install -D -m 644 {} $(share)/hotline/scenarios/{} \;
	for page in docs/*.md; do install -D -m 644 $$page $(share)/doc/hotline/$$(basename $$page); done
	for reader in analysis/readers/*; do install -D -m 644 $$reader $(share)/doc/hotline/readers/$$(basename $$reader); done
	install -D -m 644 CITATION.cff $(share)/doc/hotline/CITATION.cff
	install -D -m 644 cli/completions/hotline.bash $(share)/bash-completion/completions/hotline
	install -D -m 644 cli/completions/_hotline $(share)/zsh/site-functions/_hotline
	install -D -m 644 cli/completions/hotline.fish $(share)/fish/vendor_completions.d/hotline.fish
	! command -v help2man >/dev/null || { help2man --no-info --include=cli/hotline.man $(abspath $(program)) \
		--name='simulator and research workbench of the 12345 government hotline' \
		-o $(BUILD)/hotline.1 && install -D -m 644 $(BUILD)/hotline.1 $(share)/man/man1/hotline.1; }
share = $(DESTDIR)$(PREFIX)/share

dist:                           ## hotline-VERSION.tar.gz in build/: what is committed, and which commit that is
	@git diff --quiet HEAD || echo '  what is not committed is left out' >&2
	@mkdir -p $(BUILD)
	git archive --format=tar.gz --prefix=hotline-$(version)/ -o $(BUILD)/hotline-$(version).tar.gz HEAD
version = $(shell sed -n 's/^version: *//p' CITATION.cff)

clean:                          ## removes what was built, not results/
	rm -rf build hotline

help:                           ## this list
	@sed -nE 's/^\$$\(variants\):/VARIANT:/; s/^(\w+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 18

.PHONY: all always packages uplot demo test units alone simulator fuzz fuzzers bench verify calibrate mutants coverage format docs install dist clean help $(variants)
.SECONDARY:
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
