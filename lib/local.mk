# Builds libspaconf, which every program uses.
pkglib_LTLIBRARIES += %D%/libspaconf.la

%C%_libspaconf_la_LDFLAGS = -avoid-version
%C%_libspaconf_la_LIBADD = $(FCGI_LIBS) $(CGICC_LIBS) $(LDAP_LIBS) $(MYSQL_LIBS) \
  $(CTEMPLATE_LIBS) $(CURL_LIBS) $(EXPAT_LIBS) $(OPENSSL_LIBS) $(ICU_LIBS) $(OSIP_LIBS) $(SYSTEMD_LIBS) -lzint
%C%_libspaconf_la_SOURCES = \
  %D%/base/duration.cc %D%/base/duration.h \
  %D%/base/child_program.cc %D%/base/child_program.h \
  %D%/base/code128.cc %D%/base/code128.h \
  %D%/base/config.cc %D%/base/config.h \
  %D%/base/config_edit.cc %D%/base/config_edit.h \
  %D%/base/run_forked.cc %D%/base/run_forked.h \
  %D%/base/crypto.cc %D%/base/crypto.h \
  %D%/base/csv.cc %D%/base/csv.h \
  %D%/base/deadline.h \
  %D%/base/diff.cc %D%/base/diff.h \
  %D%/base/error.h \
  %D%/base/fields.cc %D%/base/fields.h \
  %D%/base/file.cc %D%/base/file.h \
  %D%/base/json.cc %D%/base/json.h \
  %D%/base/log_tail.cc %D%/base/log_tail.h \
  %D%/base/host.cc %D%/base/host.h \
  %D%/base/host_order.cc %D%/base/host_order.h \
  %D%/base/http.cc %D%/base/http.h \
  %D%/base/local_time.cc %D%/base/local_time.h \
  %D%/base/log.cc %D%/base/log.h \
  %D%/base/metrics_text.cc %D%/base/metrics_text.h \
  %D%/base/login.cc %D%/base/login.h \
  %D%/base/network.cc %D%/base/network.h \
  %D%/base/number.cc %D%/base/number.h \
  %D%/base/process.cc %D%/base/process.h \
  %D%/base/service_manager.cc %D%/base/service_manager.h \
  %D%/base/signals.cc %D%/base/signals.h \
  %D%/base/secret.h \
  %D%/base/sql.cc %D%/base/sql.h \
  %D%/base/sql_client.cc %D%/base/sql_client.h \
  %D%/base/sql_section.cc %D%/base/sql_section.h \
  %D%/base/template.cc %D%/base/template.h \
  %D%/base/text.cc %D%/base/text.h \
  %D%/base/toml_text.cc %D%/base/toml_text.h \
  %D%/base/udp.cc %D%/base/udp.h \
  %D%/web/fields.cc %D%/web/fields.h \
  %D%/web/arriving_requests.cc %D%/web/arriving_requests.h %D%/web/fastcgi.cc %D%/web/fastcgi.h \
  %D%/web/identity.cc %D%/web/identity.h \
  %D%/web/listen.cc %D%/web/listen.h \
  %D%/web/message.cc %D%/web/message.h \
  %D%/web/origin.cc %D%/web/origin.h \
  %D%/web/cgi_variables.cc %D%/web/cgi_variables.h \
  %D%/web/path_pattern.cc %D%/web/path_pattern.h \
  %D%/web/places.cc %D%/web/places.h \
  %D%/web/request_counters.cc %D%/web/request_counters.h \
  %D%/web/request_id.cc %D%/web/request_id.h \
  %D%/web/program.cc %D%/web/program.h \
  %D%/web/roles.cc %D%/web/roles.h \
  %D%/web/serve.cc %D%/web/serve.h \
  %D%/person/directory.cc %D%/person/directory.h \
  %D%/person/distinguished_name.cc %D%/person/distinguished_name.h \
  %D%/person/ldap.cc \
  %D%/person/ldap_connection.cc %D%/person/ldap_connection.h \
  %D%/person/ldap_filter.cc %D%/person/ldap_filter.h \
  %D%/person/mail.cc %D%/person/mail.h \
  %D%/person/prefetched_directory.cc %D%/person/prefetched_directory.h \
  %D%/person/person.cc %D%/person/person.h \
  %D%/person/telephone.cc %D%/person/telephone.h \
  %D%/phone/family_template.cc %D%/phone/family_template.h \
  %D%/phone/fetch_log.cc %D%/phone/fetch_log.h \
  %D%/phone/flat_profile.cc %D%/phone/flat_profile.h \
  %D%/phone/log_time.cc %D%/phone/log_time.h \
  %D%/phone/profile_verifier.cc %D%/phone/profile_verifier.h \
  %D%/phone/parameter_type.cc %D%/phone/parameter_type.h \
  %D%/phone/mac.cc %D%/phone/mac.h \
  %D%/phone/masked_profile.cc %D%/phone/masked_profile.h \
  %D%/phone/model.cc %D%/phone/model.h \
  %D%/phone/parameter_table.cc %D%/phone/parameter_table.h \
  %D%/phone/profile.cc %D%/phone/profile.h \
  %D%/phone/provisioning_settings.cc %D%/phone/provisioning_settings.h \
  %D%/phone/carton.cc %D%/phone/carton.h \
  %D%/phone/scanned_code.cc %D%/phone/scanned_code.h \
  %D%/phone/serial.cc %D%/phone/serial.h \
  %D%/phone/settings.cc %D%/phone/settings.h \
  %D%/phone/model_template.cc %D%/phone/model_template.h \
  %D%/phone/tftp_folder.cc %D%/phone/tftp_folder.h \
  %D%/phone/web_passwords.cc %D%/phone/web_passwords.h \
  %D%/phone/user_agent.cc %D%/phone/user_agent.h \
  %D%/account/account.h \
  %D%/account/dialect.cc %D%/account/dialect.h \
  %D%/account/dialect_check.cc %D%/account/dialect_check.h \
  %D%/account/digest.cc %D%/account/digest.h \
  %D%/account/exchange.cc %D%/account/exchange.h \
  %D%/account/notify.cc %D%/account/notify.h \
  %D%/account/password.cc %D%/account/password.h \
  %D%/account/privileges.cc %D%/account/privileges.h \
  %D%/account/sip_message.cc %D%/account/sip_message.h \
  %D%/account/exchange_tables.cc %D%/account/exchange_tables.h \
  %D%/account/storage_warnings.cc %D%/account/storage_warnings.h \
  %D%/account/table_columns.cc %D%/account/table_columns.h \
  %D%/account/table_names.cc %D%/account/table_names.h \
  %D%/ticket/ticket_system.cc %D%/ticket/ticket_system.h \
  %D%/mail/mailer.cc %D%/mail/mailer.h %D%/mail/message.cc %D%/mail/message.h \
  %D%/ticket/rt.cc %D%/ticket/rt_connection.cc %D%/ticket/rt_connection.h \
  %D%/ticket/rt_requestors.cc %D%/ticket/rt_requestors.h \
  %D%/ticket/rt_texts.cc %D%/ticket/rt_texts.h %D%/ticket/rt_ticket.cc %D%/ticket/rt_ticket.h \
  %D%/webhook/signature.cc %D%/webhook/signature.h \
  %D%/webhook/webhook.cc %D%/webhook/webhook.h \
  %D%/store/accounts.cc %D%/store/accounts.h \
  %D%/store/audit_trail.cc %D%/store/audit_trail.h \
  %D%/store/batches.cc %D%/store/batches.h \
  %D%/store/client.cc %D%/store/client.h \
  %D%/store/clients.cc %D%/store/clients.h \
  %D%/store/column_values.cc %D%/store/column_values.h \
  %D%/store/consistency.cc %D%/store/consistency.h \
  %D%/store/cluster_warnings.cc %D%/store/cluster_warnings.h \
  %D%/store/durability.cc %D%/store/durability.h \
  %D%/store/criterion.cc %D%/store/criterion.h \
  %D%/store/cursor.cc %D%/store/cursor.h \
  %D%/store/deliveries.cc %D%/store/deliveries.h \
  %D%/store/events.cc %D%/store/events.h \
  %D%/store/failed_steps.cc %D%/store/failed_steps.h \
  %D%/store/fetches.cc %D%/store/fetches.h \
  %D%/store/job.h \
  %D%/store/job_rows.cc %D%/store/job_rows.h \
  %D%/store/jobs.cc %D%/store/jobs.h \
  %D%/store/lines.cc %D%/store/lines.h \
  %D%/store/list_filters.cc %D%/store/list_filters.h \
  %D%/store/lock_order.cc %D%/store/lock_order.h \
  %D%/store/mails.cc %D%/store/mails.h \
  %D%/store/observations.cc %D%/store/observations.h \
  %D%/store/password_seal.cc %D%/store/password_seal.h \
  %D%/store/phone_query.cc %D%/store/phone_query.h \
  %D%/store/phone_search.cc %D%/store/phone_search.h \
  %D%/store/profile_nodes.cc %D%/store/profile_nodes.h \
  %D%/store/profile_queue.cc %D%/store/profile_queue.h \
  %D%/store/purge.cc %D%/store/purge.h \
  %D%/store/record_reader.cc %D%/store/record_reader.h \
  %D%/store/registration.h \
  %D%/store/registrations.cc %D%/store/registrations.h \
  %D%/store/request_keys.cc %D%/store/request_keys.h \
  %D%/store/request_limits.cc %D%/store/request_limits.h \
  %D%/store/revision.cc %D%/store/revision.h \
  %D%/store/rollouts.cc %D%/store/rollouts.h \
  %D%/store/revisions.cc %D%/store/revisions.h \
  %D%/store/schema.cc %D%/store/schema.h \
  %D%/store/sealed_record.h \
  %D%/store/search.h \
  %D%/store/search_index.cc %D%/store/search_index.h \
  %D%/store/search_terms.cc %D%/store/search_terms.h \
  %D%/store/sql_fragment.h \
  %D%/store/statistics.cc %D%/store/statistics.h \
  %D%/store/store.cc %D%/store/store.h \
  %D%/store/tasks.cc %D%/store/tasks.h \
  %D%/store/text_seal.cc %D%/store/text_seal.h \
  %D%/store/tickets.cc %D%/store/tickets.h \
  %D%/store/withdrawals.cc %D%/store/withdrawals.h \
  %D%/registration/softphone_settings.cc %D%/registration/softphone_settings.h \
  %D%/registration/account_assignment.cc %D%/registration/account_assignment.h \
  %D%/registration/account_conflicts.cc %D%/registration/account_conflicts.h \
  %D%/registration/accounts_on_exchange.cc %D%/registration/accounts_on_exchange.h \
  %D%/registration/actions.cc %D%/registration/actions.h \
  %D%/registration/audit_events.cc %D%/registration/audit_events.h \
  %D%/registration/back_off.cc %D%/registration/back_off.h \
  %D%/registration/change.cc %D%/registration/change.h \
  %D%/registration/change_from_form.cc %D%/registration/change_from_form.h \
  %D%/registration/service_checks.cc %D%/registration/service_checks.h \
  %D%/registration/clock_skew.cc %D%/registration/clock_skew.h \
  %D%/registration/differences.cc %D%/registration/differences.h \
  %D%/registration/edit.cc \
  %D%/registration/event_json.cc %D%/registration/event_json.h \
  %D%/registration/event_tasks.cc %D%/registration/event_tasks.h \
  %D%/registration/find_person.cc %D%/registration/find_person.h \
  %D%/registration/form.cc %D%/registration/form.h \
  %D%/registration/idempotency.cc %D%/registration/idempotency.h \
  %D%/registration/missing_version.cc %D%/registration/missing_version.h \
  %D%/registration/move.cc \
  %D%/registration/pending_accounts.cc %D%/registration/pending_accounts.h \
  %D%/registration/phone_form.cc %D%/registration/phone_form.h \
  %D%/registration/plans.h \
  %D%/registration/mail_tasks.cc %D%/registration/mail_tasks.h \
  %D%/registration/mail_texts.cc %D%/registration/mail_texts.h \
  %D%/registration/profile_copies.cc %D%/registration/profile_copies.h \
  %D%/registration/profile_tasks.cc %D%/registration/profile_tasks.h \
  %D%/registration/provisioning_warnings.cc %D%/registration/provisioning_warnings.h \
  %D%/registration/proposal.cc %D%/registration/proposal.h \
  %D%/registration/publisher.cc %D%/registration/publisher.h \
  %D%/registration/register.cc %D%/registration/register.h \
  %D%/registration/registration_from_form.cc %D%/registration/registration_from_form.h \
  %D%/registration/registration_transaction.cc %D%/registration/registration_transaction.h \
  %D%/registration/older_file.cc %D%/registration/older_file.h \
  %D%/registration/staged_profiles.cc %D%/registration/staged_profiles.h \
  %D%/registration/retention.cc %D%/registration/retention.h \
  %D%/registration/revert.cc \
  %D%/registration/review.cc %D%/registration/review.h \
  %D%/registration/rollout.cc %D%/registration/rollout.h \
  %D%/registration/services.cc %D%/registration/services.h \
  %D%/registration/ticket_tasks.cc %D%/registration/ticket_tasks.h \
  %D%/registration/ticket_texts.cc %D%/registration/ticket_texts.h \
  %D%/registration/why_failed.cc %D%/registration/why_failed.h \
  %D%/registration/node_tasks.cc %D%/registration/node_tasks.h \
  %D%/registration/worker_steps.cc %D%/registration/worker_steps.h \
  %D%/registration/worker.cc %D%/registration/worker.h \
  %D%/status/path.cc %D%/status/path.h \
  %D%/status/status.cc %D%/status/status.h \
  %D%/status/online_monitor.cc %D%/status/online_monitor.h \
  %D%/status/readiness.cc %D%/status/readiness.h \
  %D%/status/resync.cc %D%/status/resync.h \
  %D%/status/phone_observations.cc %D%/status/phone_observations.h \
  %D%/bulk/import.cc %D%/bulk/import.h \
  %D%/bulk/batch_registration.cc %D%/bulk/batch_registration.h \
  %D%/bulk/export.cc %D%/bulk/export.h \
  %D%/bulk/import_job.cc %D%/bulk/import_job.h \
  %D%/bulk/job_tasks.cc %D%/bulk/job_tasks.h \
  %D%/bulk/row_rights.cc %D%/bulk/row_rights.h \
  %D%/bulk/bulk_actions.cc %D%/bulk/bulk_actions.h \
  %D%/bulk/bulk_job.cc %D%/bulk/bulk_job.h \
  %D%/bulk/start_job.cc %D%/bulk/start_job.h \
  %D%/bulk/table_rows.cc %D%/bulk/table_rows.h \
  %D%/reconcile/compare_tickets.cc \
  %D%/reconcile/compare_exchange.cc \
  %D%/reconcile/compare_folder.cc \
  %D%/reconcile/compare_own_tables.cc \
  %D%/reconcile/comparison.cc %D%/reconcile/comparison.h \
  %D%/reconcile/finding.h \
  %D%/reconcile/reconcile.cc %D%/reconcile/reconcile.h \
  %D%/reconcile/regenerate.cc %D%/reconcile/regenerate.h \
  %D%/api/api_program.cc %D%/api/api_program.h \
  %D%/api/authentication.cc %D%/api/authentication.h \
  %D%/api/batch_body.cc %D%/api/batch_body.h \
  %D%/api/batch_call.cc %D%/api/batch_call.h \
  %D%/api/batch_conflicts.cc %D%/api/batch_conflicts.h \
  %D%/api/batch_verdicts.cc %D%/api/batch_verdicts.h \
  %D%/api/body.cc %D%/api/body.h \
  %D%/api/call.cc %D%/api/call.h \
  %D%/api/change_call.cc %D%/api/change_call.h \
  %D%/api/client_change.cc %D%/api/client_change.h \
  %D%/api/contract.cc %D%/api/contract.h \
  %D%/api/dry_run.cc %D%/api/dry_run.h \
  %D%/api/events_call.cc %D%/api/events_call.h \
  %D%/api/if_match.cc %D%/api/if_match.h \
  %D%/api/json_body.cc %D%/api/json_body.h \
  %D%/api/json_response.cc %D%/api/json_response.h \
  %D%/api/list_call.cc %D%/api/list_call.h \
  %D%/api/merge_patch.cc %D%/api/merge_patch.h \
  %D%/api/on_behalf_of.cc %D%/api/on_behalf_of.h \
  %D%/api/people_call.cc %D%/api/people_call.h \
  %D%/api/phone_call.cc %D%/api/phone_call.h \
  %D%/api/phone_json.cc %D%/api/phone_json.h \
  %D%/api/pointer.cc %D%/api/pointer.h \
  %D%/api/problem.cc %D%/api/problem.h \
  %D%/api/profile_call.cc %D%/api/profile_call.h \
  %D%/api/put_form.cc %D%/api/put_form.h \
  %D%/api/register_call.cc %D%/api/register_call.h \
  %D%/api/monitoring_call.cc %D%/api/monitoring_call.h \
  %D%/api/resync_call.cc %D%/api/resync_call.h \
  %D%/api/show_call.cc %D%/api/show_call.h \
  %D%/api/strict_json.cc %D%/api/strict_json.h \
  %D%/pages/retry_page.cc %D%/pages/retry_page.h \
  %D%/pages/change_form.cc %D%/pages/change_form.h \
  %D%/pages/change_page.cc %D%/pages/change_page.h \
  %D%/pages/contacts_part.cc %D%/pages/contacts_part.h \
  %D%/pages/form_draft.cc %D%/pages/form_draft.h \
  %D%/pages/portal_fields.cc %D%/pages/portal_fields.h \
  %D%/pages/form_fields.cc %D%/pages/form_fields.h \
  %D%/pages/form_guard.cc %D%/pages/form_guard.h \
  %D%/pages/form_page.cc %D%/pages/form_page.h \
  %D%/pages/form_parts.cc %D%/pages/form_parts.h \
  %D%/pages/health_page.cc %D%/pages/health_page.h \
  %D%/pages/history_page.cc %D%/pages/history_page.h \
  %D%/pages/home_page.cc %D%/pages/home_page.h \
  %D%/pages/status_view.cc %D%/pages/status_view.h \
  %D%/pages/label_page.cc %D%/pages/label_page.h \
  %D%/pages/next_step_part.cc %D%/pages/next_step_part.h \
  %D%/pages/list_page.cc %D%/pages/list_page.h \
  %D%/pages/metrics_page.cc %D%/pages/metrics_page.h \
  %D%/pages/permissions_part.cc %D%/pages/permissions_part.h \
  %D%/pages/phone_page.cc %D%/pages/phone_page.h \
  %D%/pages/register_form.cc %D%/pages/register_form.h \
  %D%/pages/register_page.cc %D%/pages/register_page.h \
  %D%/pages/resync_page.cc %D%/pages/resync_page.h \
  %D%/pages/review_page.cc %D%/pages/review_page.h \
  %D%/pages/export_page.cc %D%/pages/export_page.h \
  %D%/pages/time_element.cc %D%/pages/time_element.h \
  %D%/pages/scan_page.cc %D%/pages/scan_page.h \
  %D%/pages/scan_start_page.cc %D%/pages/scan_start_page.h \
  %D%/pages/scan_view.cc %D%/pages/scan_view.h \
  %D%/pages/sent_form.cc %D%/pages/sent_form.h \
  %D%/pages/site.cc %D%/pages/site.h
