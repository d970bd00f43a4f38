# Builds the spaconf command, with one file for each subcommand.
bin_PROGRAMS += %D%/spaconf

%C%_spaconf_SOURCES = %D%/adopt.cc %D%/answers.cc %D%/answers.h %D%/change.cc %D%/check_config.cc %D%/check_dialect.cc %D%/commands.h %D%/doctor.cc \
  %D%/examination.h %D%/examine_pages.cc %D%/examine_pages.h %D%/examine_sockets.cc %D%/examine_sockets.h \
  %D%/export.cc %D%/import.cc %D%/fetch_probe.cc %D%/fetch_probe.h %D%/find_phone.cc %D%/find_phone.h \
  %D%/grants.cc %D%/initial_profiles.cc %D%/input_line.cc %D%/input_line.h %D%/invoking_user.cc \
  %D%/invoking_user.h %D%/main.cc %D%/migrate.cc %D%/nodes.cc %D%/profile.cc %D%/print.h %D%/program_user.cc \
  %D%/program_user.h %D%/progress.cc %D%/progress.h %D%/reconcile.cc %D%/regenerate.cc \
  %D%/rekey.cc %D%/resync.cc %D%/review.cc %D%/setup.cc %D%/setup_questions.cc %D%/setup_questions.h \
  %D%/show.cc %D%/tftpd_settings.cc %D%/tftpd_settings.h %D%/token.cc %D%/typed_client.cc %D%/typed_client.h %D%/typed_fields.cc %D%/typed_fields.h \
  %D%/worker.cc %D%/worker_context.h
%C%_spaconf_LDADD = lib/libspaconf.la
