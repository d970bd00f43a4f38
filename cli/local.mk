# The spaconf command: one file for each subcommand.
bin_PROGRAMS += %D%/spaconf

%C%_spaconf_SOURCES = %D%/commands.h %D%/main.cc %D%/check_config.cc \
  %D%/initial_profiles.cc %D%/migrate.cc %D%/profile.cc %D%/regenerate.cc %D%/worker.cc
%C%_spaconf_LDADD = lib/libspaconf.la
