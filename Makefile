# Front door of a fresh clone: builds in build/ whatever is asked for.
goals = all check check-unit golden demo bench install dist distcheck clean
.PHONY: $(goals) check-sanitize packages
.DEFAULT_GOAL = all
# On every core, unless somebody says otherwise.
jobs = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc))
$(goals): build/config.status
	+@$(MAKE) --no-print-directory $(jobs) -C build $@
build/config.status: configure
	@mkdir -p build && cd build && ../configure --quiet $(CONFIGURE_FLAGS)
configure: configure.ac Makefile.am $(wildcard */local.mk */*/local.mk)
	@autoreconf --install

# Everything that check does, with programs that watch their own memory.
check-sanitize: configure
	@mkdir -p build/sanitize
	@cd build/sanitize && ../../configure --quiet --enable-werror \
	  CXXFLAGS="-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined"
	+@$(MAKE) --no-print-directory $(jobs) -C build/sanitize check

# A bare Debian 12 gets what is missing before anything is built.
with_packages = check check-unit check-sanitize demo bench
$(with_packages): packages
configure: | $(if $(filter $(with_packages),$(MAKECMDGOALS)),packages)
packages:
	@tests/install-packages build stack \
	  $(if $(filter check check-sanitize,$(MAKECMDGOALS)),browser) $(if $(filter bench,$(MAKECMDGOALS)),bench)
