# libspaconf: the system. Every program is a main of a few lines over it.
pkglib_LTLIBRARIES += %D%/libspaconf.la

%C%_libspaconf_la_LDFLAGS = -avoid-version
%C%_libspaconf_la_LIBADD = $(FCGI_LIBS) $(CGICC_LIBS) $(LDAP_LIBS) $(MYSQL_LIBS) \
  $(CTEMPLATE_LIBS) $(CURL_LIBS) $(EXPAT_LIBS) $(OPENSSL_LIBS) $(ICU_LIBS) $(OSIP_LIBS)
%C%_libspaconf_la_SOURCES = \
  %D%/base/age.cc %D%/base/age.h \
  %D%/base/config.cc %D%/base/config.h \
  %D%/base/crew.cc %D%/base/crew.h \
  %D%/base/crypto.cc %D%/base/crypto.h \
  %D%/base/csv.cc %D%/base/csv.h \
  %D%/base/deadline.h \
  %D%/base/diff.cc %D%/base/diff.h \
  %D%/base/error.h \
  %D%/base/fields.cc %D%/base/fields.h \
  %D%/base/file.cc %D%/base/file.h \
  %D%/base/growing_file.cc %D%/base/growing_file.h \
  %D%/base/host.cc %D%/base/host.h \
  %D%/base/http.cc %D%/base/http.h \
  %D%/base/log.cc %D%/base/log.h \
  %D%/base/login.cc %D%/base/login.h \
  %D%/base/process.cc %D%/base/process.h \
  %D%/base/secret.h \
  %D%/base/sql.cc %D%/base/sql.h \
  %D%/base/template.cc %D%/base/template.h \
  %D%/base/text.cc %D%/base/text.h \
  %D%/base/udp.cc %D%/base/udp.h \
  %D%/web/fields.cc %D%/web/fields.h \
  %D%/web/gateway.cc %D%/web/gateway.h \
  %D%/web/identity.cc %D%/web/identity.h \
  %D%/web/listen.cc %D%/web/listen.h \
  %D%/web/message.cc %D%/web/message.h \
  %D%/web/origin.cc %D%/web/origin.h \
  %D%/web/parameters.cc %D%/web/parameters.h \
  %D%/web/program.cc %D%/web/program.h \
  %D%/web/serve.cc %D%/web/serve.h \
  %D%/person/directory.cc %D%/person/directory.h \
  %D%/person/ldap.cc \
  %D%/person/ldap_filter.cc %D%/person/ldap_filter.h \
  %D%/person/mail.cc %D%/person/mail.h \
  %D%/person/person.cc %D%/person/person.h \
  %D%/person/telephone.cc %D%/person/telephone.h \
  %D%/phone/fetch_log.cc %D%/phone/fetch_log.h \
  %D%/phone/flat_profile.cc %D%/phone/flat_profile.h \
  %D%/phone/gate.cc %D%/phone/gate.h \
  %D%/phone/kind.cc %D%/phone/kind.h \
  %D%/phone/mac.cc %D%/phone/mac.h \
  %D%/phone/masked.cc %D%/phone/masked.h \
  %D%/phone/model.cc %D%/phone/model.h \
  %D%/phone/parameters.cc %D%/phone/parameters.h \
  %D%/phone/profile.cc %D%/phone/profile.h \
  %D%/phone/provisioning_settings.cc %D%/phone/provisioning_settings.h \
  %D%/phone/serial.cc %D%/phone/serial.h \
  %D%/phone/settings.cc %D%/phone/settings.h \
  %D%/phone/sheet.cc %D%/phone/sheet.h \
  %D%/phone/shelf.cc %D%/phone/shelf.h \
  %D%/phone/user_agent.cc %D%/phone/user_agent.h \
  %D%/account/account.h \
  %D%/account/dialect.cc %D%/account/dialect.h \
  %D%/account/digest.cc %D%/account/digest.h \
  %D%/account/exchange.cc %D%/account/exchange.h \
  %D%/account/notify.cc %D%/account/notify.h \
  %D%/account/password.cc %D%/account/password.h \
  %D%/account/sip_message.cc %D%/account/sip_message.h \
  %D%/account/table_names.cc %D%/account/table_names.h \
  %D%/ticket/desk.cc %D%/ticket/desk.h \
  %D%/ticket/rt.cc \
  %D%/store/columns.cc %D%/store/columns.h \
  %D%/store/fetches.cc %D%/store/fetches.h \
  %D%/store/fill_in.cc %D%/store/fill_in.h \
  %D%/store/findable.cc %D%/store/findable.h \
  %D%/store/ledger.cc %D%/store/ledger.h \
  %D%/store/ledger_changes.cc \
  %D%/store/ledger_doubts.cc \
  %D%/store/ledger_many.cc \
  %D%/store/ledger_search.cc \
  %D%/store/password_seal.cc %D%/store/password_seal.h \
  %D%/store/past.cc %D%/store/past.h \
  %D%/store/registration.h \
  %D%/store/schema.cc %D%/store/schema.h \
  %D%/store/search.cc %D%/store/search.h \
  %D%/store/tasks.cc %D%/store/tasks.h \
  %D%/registration/account_sheet.cc %D%/registration/account_sheet.h \
  %D%/registration/accounts.cc %D%/registration/accounts.h \
  %D%/registration/actions.cc %D%/registration/actions.h \
  %D%/registration/back_off.cc %D%/registration/back_off.h \
  %D%/registration/change.cc %D%/registration/change.h \
  %D%/registration/checks.cc %D%/registration/checks.h \
  %D%/registration/clocks.cc %D%/registration/clocks.h \
  %D%/registration/differences.cc %D%/registration/differences.h \
  %D%/registration/find_person.cc %D%/registration/find_person.h \
  %D%/registration/form.cc %D%/registration/form.h \
  %D%/registration/once.cc %D%/registration/once.h \
  %D%/registration/profile_tasks.cc %D%/registration/profile_tasks.h \
  %D%/registration/provisioning_warnings.cc %D%/registration/provisioning_warnings.h \
  %D%/registration/publish.cc %D%/registration/publish.h \
  %D%/registration/register.cc %D%/registration/register.h \
  %D%/registration/review.cc %D%/registration/review.h \
  %D%/registration/services.cc %D%/registration/services.h \
  %D%/registration/ticket_tasks.cc %D%/registration/ticket_tasks.h \
  %D%/registration/ticket_texts.cc %D%/registration/ticket_texts.h \
  %D%/registration/worker.cc %D%/registration/worker.h \
  %D%/status/light.cc %D%/status/light.h \
  %D%/status/presence.cc %D%/status/presence.h \
  %D%/status/resync.cc %D%/status/resync.h \
  %D%/status/sightings.cc %D%/status/sightings.h \
  %D%/bulk/import.cc %D%/bulk/import.h \
  %D%/bulk/roster.cc %D%/bulk/roster.h \
  %D%/reconcile/compare_desk.cc \
  %D%/reconcile/compare_exchange.cc \
  %D%/reconcile/compare_folder.cc \
  %D%/reconcile/compare_rows.cc \
  %D%/reconcile/comparison.cc %D%/reconcile/comparison.h \
  %D%/reconcile/mismatch.h \
  %D%/reconcile/reconcile.cc %D%/reconcile/reconcile.h \
  %D%/reconcile/regenerate.cc %D%/reconcile/regenerate.h \
  %D%/pages/again_page.cc %D%/pages/again_page.h \
  %D%/pages/change_page.cc %D%/pages/change_page.h \
  %D%/pages/form_page.cc %D%/pages/form_page.h \
  %D%/pages/health_page.cc %D%/pages/health_page.h \
  %D%/pages/history_page.cc %D%/pages/history_page.h \
  %D%/pages/home_page.cc %D%/pages/home_page.h \
  %D%/pages/light_part.cc %D%/pages/light_part.h \
  %D%/pages/list_page.cc %D%/pages/list_page.h \
  %D%/pages/permissions_part.cc %D%/pages/permissions_part.h \
  %D%/pages/phone_page.cc %D%/pages/phone_page.h \
  %D%/pages/post.cc %D%/pages/post.h \
  %D%/pages/register_page.cc %D%/pages/register_page.h \
  %D%/pages/resync_page.cc %D%/pages/resync_page.h \
  %D%/pages/review_page.cc %D%/pages/review_page.h \
  %D%/pages/roster_page.cc %D%/pages/roster_page.h \
  %D%/pages/site.cc %D%/pages/site.h
