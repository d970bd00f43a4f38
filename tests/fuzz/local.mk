# The fuzzers, and what they need of lib/, compiled by clang with libFuzzer and sanitizers.
# They have flags of their own, so that neither a second configure nor libtool is needed.
fuzzers = csv log mac
fuzzed = base/csv base/log base/text phone/mac phone/serial

FUZZ_CXX = clang++
# The line tables suffice to name the place of a finding.
fuzz_flags = -std=c++20 -O1 -gline-tables-only -fno-omit-frame-pointer \
  -fsanitize=address,undefined -fno-sanitize-recover=undefined
fuzz_compile = $(FUZZ_CXX) $(fuzz_flags) -MMD $(AM_CPPFLAGS) -I$(srcdir)/tests/fuzz -I$(srcdir)/tests \
  -DSRCDIR='"$(abs_top_srcdir)"' $(warnings) $(CGICC_CFLAGS) $(LDAP_CFLAGS) $(MYSQL_CFLAGS) $(CTEMPLATE_CFLAGS) $(CURL_CFLAGS) \
  $(EXPAT_CFLAGS) $(OPENSSL_CFLAGS) $(ICU_CFLAGS) $(OSIP_CFLAGS)
fuzz_libs = $(CGICC_LIBS) $(LDAP_LIBS) $(CTEMPLATE_LIBS) $(CURL_LIBS) $(EXPAT_LIBS) $(OPENSSL_LIBS) \
  $(ICU_LIBS) $(OSIP_LIBS)
fuzz_objects = $(fuzzed:%=%D%/lib/%.o)

%D%/lib/%.o: $(srcdir)/lib/%.cc
	$(AM_V_CXX)mkdir -p $(@D) && $(fuzz_compile) -fsanitize=fuzzer-no-link -c -o $@ $<
%D%/%.o: $(srcdir)/%D%/%.cc
	$(AM_V_CXX)mkdir -p $(@D) && $(fuzz_compile) -fsanitize=fuzzer-no-link -c -o $@ $<
# A fuzzer that defines a function itself takes the place of that file of the archive.
%D%/libfuzzed.a: $(fuzz_objects)
	$(AM_V_AR)rm -f $@ && $(AR) cr $@ $^
%D%/%_fuzzer: %D%/%_fuzzer.o %D%/libfuzzed.a
	$(AM_V_CXXLD)$(FUZZ_CXX) $(fuzz_flags) -fsanitize=fuzzer -o $@ $^ $(fuzz_libs)
-include $(wildcard %D%/*.d %D%/lib/*/*.d)

fuzzers: $(fuzzers:%=%D%/%_fuzzer)
fuzz: fuzzers
	FUZZERS=$(abs_builddir)/%D% $(srcdir)/%D%/run
.PHONY: fuzzers fuzz
.SECONDARY: $(fuzzers:%=%D%/%_fuzzer.o)
EXTRA_DIST += %D%
clean-local:
	rm -rf %D%/lib %D%/*.[oda] %D%/*_fuzzer
