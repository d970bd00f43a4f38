# Builds the spaconf command, with one file for each subcommand.
bin_PROGRAMS += %D%/spaconf

%C%_spaconf_SOURCES = %D%/change.cc %D%/check_config.cc %D%/commands.h %D%/export_import.cc \
  %D%/find_phone.cc %D%/find_phone.h %D%/initial_profiles.cc %D%/invoking_user.cc \
  %D%/invoking_user.h %D%/main.cc %D%/migrate.cc %D%/profile.cc %D%/progress.cc %D%/progress.h \
  %D%/reconcile.cc %D%/regenerate.cc %D%/resync.cc %D%/review.cc %D%/show.cc %D%/typed_fields.cc \
  %D%/typed_fields.h %D%/worker.cc %D%/worker_context.h
%C%_spaconf_LDADD = lib/libspaconf.la
