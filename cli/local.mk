# The spaconf command: one file for each subcommand.
bin_PROGRAMS += %D%/spaconf

%C%_spaconf_SOURCES = %D%/commands.h %D%/main.cc %D%/change.cc %D%/check_config.cc %D%/find_phone.cc \
  %D%/find_phone.h %D%/initial_profiles.cc %D%/migrate.cc %D%/profile.cc %D%/progress.cc %D%/progress.h \
  %D%/reconcile.cc %D%/regenerate.cc %D%/resync.cc %D%/review.cc %D%/roster.cc %D%/show.cc \
  %D%/typed_fields.cc %D%/typed_fields.h %D%/invoking_user.cc %D%/invoking_user.h %D%/worker.cc
%C%_spaconf_LDADD = lib/libspaconf.la
