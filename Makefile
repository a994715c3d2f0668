# Hotline: `make` builds ./hotline. See README.md for the two commands that do everything.
CC ?= gcc
BUILD ?= build
PACKAGES = hdf5-serial gsl libfyaml libxxhash sleef
CPPFLAGS += -I. -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE $(shell pkg-config --cflags $(PACKAGES))
CFLAGS ?= -O2 -g
CFLAGS_ALL = -std=c17 -Wall -Wextra -Wshadow -ffp-contract=off -fno-math-errno -fopenmp $(CFLAGS)
LDLIBS = $(shell pkg-config --libs $(PACKAGES)) -lhdf5_hl -lglpk -lm

LIBRARY = $(patsubst %.c,$(BUILD)/%.o,$(wildcard sim/*.c sim/*/*.c analysis/*.c plots/*.c))
PROGRAM = $(patsubst %.c,$(BUILD)/%.o,$(wildcard cli/*.c))
UNIT = $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/*.c))

hotline: $(PROGRAM) $(LIBRARY)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(LIBRARY)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

unit: $(UNIT)
	@for t in $(UNIT); do $$t || exit 1; done

clean:
	rm -rf build hotline

.PHONY: unit clean
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
