# Tests mirror lib/. check-unit needs nothing but a compiler; the rest needs tests/stack.
check_PROGRAMS += %D%/unit

%C%_unit_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir) -I$(srcdir)/%D% -DSRCDIR='"$(abs_top_srcdir)"' \
  -DBUILDDIR='"$(abs_top_builddir)"'
%C%_unit_CXXFLAGS = $(AM_CXXFLAGS) $(CPPUNIT_CFLAGS)
%C%_unit_LDADD = lib/libspaconf.la $(CPPUNIT_LIBS)
%C%_unit_DEPENDENCIES = lib/libspaconf.la $(catalogues)
%C%_unit_SOURCES = \
  %D%/fixtures.cc %D%/fixtures.h %D%/unit_main.cc %D%/base/config_test.cc \
  %D%/base/config_edit_test.cc %D%/base/crypto_test.cc \
  %D%/base/run_forked_test.cc %D%/base/diff_test.cc %D%/phone/any_person_test.cc \
  %D%/phone/user_agent_test.cc %D%/virtual-phone/profile_parser.cc \
  %D%/virtual-phone/profile_parser.h %D%/phone/coverage_test.cc %D%/phone/settings_test.cc \
  %D%/phone/masked_profile_test.cc %D%/phone/parameter_table_test.cc \
  %D%/base/edit_distance_test.cc %D%/base/fields_test.cc \
  %D%/base/file_test.cc \
  %D%/base/log_tail_test.cc \
  %D%/base/host_test.cc \
  %D%/base/http_test.cc \
  %D%/base/log_test.cc %D%/base/metrics_text_test.cc \
  %D%/base/json_test.cc \
  %D%/base/network_test.cc \
  %D%/base/number_test.cc \
  %D%/base/secret_test.cc \
  %D%/base/sql_test.cc \
  %D%/base/sql_section_test.cc %D%/base/sql_cluster_test.cc %D%/base/database_server.h \
  %D%/base/host_order_test.cc \
  %D%/base/template_test.cc \
  %D%/base/text_test.cc \
  %D%/base/toml_text_test.cc \
  %D%/base/accepted_languages_test.cc %D%/base/language_test.cc %D%/base/sentence_test.cc %D%/base/translation_test.cc %D%/base/marked_text_test.cc %D%/web/preferred_language_test.cc \
  %D%/base/local_time_test.cc \
  %D%/web/fields_test.cc %D%/web/identity_test.cc %D%/web/origin_test.cc %D%/web/listen_test.cc \
  %D%/web/arriving_requests_test.cc %D%/web/cgi_variables_test.cc %D%/web/message_test.cc %D%/web/path_pattern_test.cc %D%/web/program_test.cc %D%/web/request_counters_test.cc \
  %D%/bulk/unknown_columns_test.cc %D%/bulk/table_rows_test.cc %D%/store/text_seal_test.cc %D%/pages/job_view_test.cc \
  %D%/web/request_id_test.cc %D%/web/serve_test.cc %D%/person/directory_test.cc %D%/person/prefetched_directory_test.cc \
  %D%/person/distinguished_name_test.cc \
  %D%/person/ldap_filter_test.cc %D%/person/mail_test.cc %D%/person/person_test.cc %D%/person/telephone_test.cc %D%/phone/golden.h \
  %D%/phone/log_time_test.cc %D%/phone/fetch_log_test.cc %D%/phone/flat_profile_test.cc \
  %D%/phone/foreign_model_test.cc %D%/phone/foreign_profile_test.cc %D%/phone/foreign_settings_test.cc \
  %D%/bulk/account_person_test.cc %D%/bulk/foreign_files_test.cc %D%/bulk/foreign_phone_test.cc %D%/phone/golden_test.cc %D%/phone/mac_test.cc \
  %D%/phone/provisioning_settings_test.cc \
  %D%/phone/model_test.cc %D%/phone/profile_test.cc %D%/phone/carton_test.cc %D%/phone/scanned_code_test.cc %D%/phone/serial_test.cc \
  %D%/phone/tftp_folder_test.cc %D%/account/dialect_test.cc \
  %D%/account/exchange_test.cc \
  %D%/account/password_test.cc %D%/account/privileges_test.cc \
  %D%/ticket/ticket_system_test.cc %D%/webhook/signature_test.cc \
  %D%/api/api_program_test.cc %D%/api/body_test.cc %D%/api/call_test.cc \
  %D%/api/contract_test.cc \
  %D%/api/if_match_test.cc %D%/api/json_body_test.cc %D%/api/list_call_test.cc \
  %D%/api/merge_patch_test.cc %D%/api/phone_json_test.cc \
  %D%/api/pointer_test.cc %D%/api/problem_test.cc %D%/api/put_form_test.cc %D%/api/strict_json_test.cc \
  %D%/registration/actions_test.cc \
  %D%/registration/back_off_test.cc \
  %D%/registration/differences_test.cc %D%/registration/event_tasks_test.cc \
  %D%/registration/find_person_test.cc \
  %D%/registration/missing_version_test.cc \
  %D%/registration/plans_test.cc \
  %D%/registration/retention_test.cc \
  %D%/registration/softphone_settings_test.cc \
  %D%/registration/ticket_attempts_test.cc %D%/registration/ticket_batch_texts_test.cc %D%/registration/ticket_texts_test.cc %D%/registration/mail_texts_test.cc \
  %D%/mail/mailer_test.cc %D%/mail/message_test.cc %D%/base/child_program_test.cc %D%/base/code128_test.cc \
  %D%/registration/service_checks_test.cc \
  %D%/registration/clock_skew_test.cc \
  %D%/registration/form_test.cc \
  %D%/registration/provisioning_warnings_test.cc \
  %D%/store/client_test.cc \
  %D%/store/column_values_test.cc \
  %D%/reconcile/finding_test.cc \
  %D%/store/password_seal_test.cc \
  %D%/store/list_filters_test.cc \
  %D%/pages/phone_page_test.cc \
  %D%/ticket/rt_ticket_test.cc \
  %D%/pages/contacts_part_test.cc \
  %D%/store/search_terms_test.cc %D%/store/lock_order_test.cc %D%/store/batches_test.cc %D%/store/search_sql_test.cc %D%/pages/list_page_test.cc %D%/base/duration_test.cc \
  %D%/base/csv_test.cc %D%/base/login_test.cc %D%/bulk/export_test.cc \
  %D%/base/spreadsheet_cell_test.cc %D%/base/foreign_text_test.cc %D%/bulk/table_test.cc \
  %D%/bulk/spreadsheet_damage_test.cc %D%/bulk/rejected_rows_test.cc %D%/bulk/phone_conflicts_test.cc \
  %D%/store/revision_test.cc \
  %D%/status/path_test.cc %D%/status/status_test.cc %D%/registration/review_test.cc \
  %D%/status/resync_test.cc %D%/base/udp_test.cc \
  %D%/account/digest_test.cc %D%/account/sip_message_test.cc \
  %D%/account/table_names_test.cc \
  cli/answers.cc cli/answers.h %D%/cli/answers_test.cc \
  cli/tftpd_settings.cc cli/tftpd_settings.h %D%/cli/tftpd_settings_test.cc \
  %D%/api/authentication_test.cc \
  %D%/pages/form_parts_test.cc \
  %D%/pages/portal_fields_test.cc \
  %D%/pages/sent_form_test.cc \
  %D%/pages/site_test.cc

# Folders are taken whole.
EXTRA_DIST += %D%/axe-core %D%/install-packages %D%/claims.sh %D%/dhcp.test %D%/layers.test %D%/lint-openapi %D%/logcheck.test %D%/marked.test %D%/redocly.yaml %D%/run %D%/translations.test %D%/phone/scanned_codes.tsv %D%/cases %D%/checker %D%/golden %D%/package %D%/stack %D%/torture

.PHONY: check-unit golden
check-unit: %D%/unit
	%D%/unit
	$(srcdir)/%D%/layers.test
	$(srcdir)/%D%/logcheck.test
	$(srcdir)/%D%/marked.test
	$(srcdir)/%D%/translations.test
golden: %D%/unit
	%D%/unit --golden
