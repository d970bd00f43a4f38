# The fuzzers, and what they need of lib/, compiled by clang with libFuzzer and sanitizers.
# They have flags of their own, so that neither a second configure nor libtool is needed.
fuzzers = config csv dialect fetch_log foreign form json ldap log mac parameter profile request rt sip
fuzzed = \
  account/dialect account/digest account/password account/sip_message account/table_names \
  api/body api/json_body api/merge_patch api/pointer api/strict_json \
  base/config base/crypto base/csv base/edit_distance base/fields base/file base/foreign_text base/host base/http base/json base/language base/log base/login base/marked_text \
  base/network base/number base/sentence base/spreadsheet_cell base/sql_section base/template base/text base/toml_text base/translation \
  bulk/columns bulk/spreadsheet_damage bulk/table \
  person/directory person/distinguished_name person/ldap person/ldap_connection person/ldap_filter \
  person/mail person/person person/telephone \
  phone/family_template phone/fetch_log phone/flat_profile phone/foreign_model phone/foreign_profile phone/foreign_settings phone/log_time phone/mac phone/model \
  phone/model_template phone/parameter_table phone/parameter_type phone/plain_text_profile phone/profile phone/profile_verifier \
  phone/provisioning_settings phone/scanned_code phone/serial phone/settings phone/user_agent \
  registration/form registration/phone_form store/column_values \
  ticket/rt ticket/rt_connection ticket/rt_requestors ticket/rt_texts ticket/rt_ticket ticket/ticket_system \
  web/cgi_variables web/fields web/identity web/message web/origin web/path_pattern web/request_id web/roles

FUZZ_CXX = clang++
# The line tables suffice to name the place of a finding.
fuzz_flags = -std=c++20 -O2 -gline-tables-only -fno-omit-frame-pointer \
  -fsanitize=address,undefined -fno-sanitize-recover=undefined
fuzz_coverage = -fsanitize=fuzzer-no-link
fuzz_compile = $(FUZZ_CXX) $(fuzz_flags) -MMD $(AM_CPPFLAGS) -I$(srcdir)/tests/fuzz -I$(srcdir)/tests \
  -DSRCDIR='"$(abs_top_srcdir)"' $(warnings) $(CGICC_CFLAGS) $(LDAP_CFLAGS) $(MYSQL_CFLAGS) $(CTEMPLATE_CFLAGS) $(CURL_CFLAGS) \
  $(EXPAT_CFLAGS) $(OPENSSL_CFLAGS) $(ICU_CFLAGS) $(OSIP_CFLAGS)
fuzz_libs = $(CGICC_LIBS) $(LDAP_LIBS) $(CTEMPLATE_LIBS) $(CURL_LIBS) $(EXPAT_LIBS) $(OPENSSL_LIBS) \
  $(ICU_LIBS) $(OSIP_LIBS)
fuzz_objects = $(fuzzed:%=%D%/lib/%.o) %D%/memory_file.o \
  %D%/profile_parser.o

# It runs once for each known name: to count its branches costs time and says nothing about an input.
%D%/lib/base/edit_distance.o: fuzz_coverage =
%D%/lib/%.o: $(srcdir)/lib/%.cc
	$(AM_V_CXX)mkdir -p $(@D) && $(fuzz_compile) $(fuzz_coverage) -c -o $@ $<
%D%/profile_parser.o: $(srcdir)/tests/virtual-phone/profile_parser.cc
	$(AM_V_CXX)mkdir -p $(@D) && $(fuzz_compile) $(fuzz_coverage) -c -o $@ $<
%D%/%.o: $(srcdir)/%D%/%.cc
	$(AM_V_CXX)mkdir -p $(@D) && $(fuzz_compile) $(fuzz_coverage) -c -o $@ $<
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
	rm -rf %D%/lib %D%/*.[oda] %D%/*_fuzzer %D%/*.log %D%/inputs %D%/faults
