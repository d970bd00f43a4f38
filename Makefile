# Front door of a fresh clone: builds in build/ whatever is asked for.
goals = all check check-unit check-sanitize golden demo bench install dist distcheck clean
.PHONY: $(goals) packages
.DEFAULT_GOAL = all
$(goals): build/config.status
	+@$(MAKE) --no-print-directory -C build $@
build/config.status: configure
	@mkdir -p build && cd build && ../configure --quiet $(CONFIGURE_FLAGS)
configure: configure.ac Makefile.am $(wildcard */local.mk)
	@autoreconf --install

# A bare Debian 12 gets what is missing before anything is built.
check check-unit check-sanitize demo bench: packages
configure: | $(if $(filter check% demo bench,$(MAKECMDGOALS)),packages)
packages:
	@tests/install-packages build stack \
	  $(if $(filter check,$(MAKECMDGOALS)),browser) $(if $(filter bench,$(MAKECMDGOALS)),bench)
