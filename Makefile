# Configures and builds in build/, for a fresh clone.
goals = all check check-unit update-po torture fuzz golden demo bench install dist distcheck clean
package_goals = deb check-package check-autopkgtest check-piuparts check-reproducible
.PHONY: $(goals) check-sanitize $(package_goals) packages
.DEFAULT_GOAL = all
# Uses every core by default.
jobs = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc))
$(goals): build/config.status
	+@$(MAKE) --no-print-directory $(jobs) -C build $@
build/config.status: configure
	@mkdir -p build && cd build && ../configure --quiet $(CONFIGURE_FLAGS)
configure: configure.ac Makefile.am $(wildcard */local.mk */*/local.mk)
	@autoreconf --install

# Runs check with memory and undefined-behaviour sanitizers.
check-sanitize: configure
	@mkdir -p build/sanitize
	@cd build/sanitize && ../../configure --quiet --enable-werror \
	  CXXFLAGS="-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined"
	+@$(MAKE) --no-print-directory $(jobs) -C build/sanitize check

# Builds the Debian package in build/deb; check-package installs it in a new system, check-autopkgtest
# runs debian/tests in one, check-piuparts compares one's files before and after, check-reproducible
# builds it twice more and compares.
deb: build/config.status
	+@tests/package/build
check-package: deb
	@tests/package/install
check-autopkgtest: deb
	@tests/package/autopkgtest
check-piuparts: deb
	@tests/package/piuparts
check-reproducible: deb
	@tests/package/reproduce

# On a bare Debian 12, installs missing packages before the build.
with_packages = check check-unit torture fuzz check-sanitize demo bench $(package_goals)
$(with_packages): packages
configure: | $(if $(filter $(with_packages),$(MAKECMDGOALS)),packages)
packages:
	@tests/install-packages build stack \
	  $(if $(filter check check-sanitize,$(MAKECMDGOALS)),browser) \
	  $(if $(filter check check-sanitize fuzz,$(MAKECMDGOALS)),fuzz) $(if $(filter bench,$(MAKECMDGOALS)),bench) \
	  $(if $(filter $(package_goals),$(MAKECMDGOALS)),package)
