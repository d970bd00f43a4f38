# What make bench compares us with; nothing else builds it.
EXTRA_PROGRAMS = %D%/hello %D%/tftp_clients %D%/sql %D%/file %D%/files %D%/profile %D%/sealed %D%/rows %D%/arrays \
  %D%/same_work/same_work
CLEANFILES += $(EXTRA_PROGRAMS)
%C%_hello_SOURCES = %D%/hello.cc
%C%_hello_LDADD = $(FCGI_LIBS)
%C%_sql_SOURCES = %D%/sql.cc %D%/forked_workers.h
%C%_sql_LDADD = $(MYSQL_LIBS)
%C%_file_SOURCES = %D%/file.cc %D%/forked_workers.h %D%/durable_file.h
%C%_same_work_same_work_SOURCES = %D%/same_work/main.cc %D%/same_work/script.h %D%/same_work/database.h \
  %D%/same_work/directory.h %D%/same_work/settings.h %D%/durable_file.h
%C%_same_work_same_work_LDADD = $(FCGI_LIBS) $(LDAP_LIBS) $(MYSQL_LIBS)
%C%_tftp_clients_SOURCES = %D%/tftp_clients.cc
%C%_files_SOURCES = %D%/files.cc
%C%_rows_SOURCES = %D%/rows.cc %D%/same_work/script.h %D%/same_work/database.h %D%/same_work/settings.h
%C%_rows_LDADD = $(MYSQL_LIBS)
%C%_arrays_SOURCES = %D%/arrays.cc %D%/same_work/script.h %D%/same_work/settings.h
%C%_arrays_LDADD = $(MYSQL_LIBS)
%C%_sealed_SOURCES = %D%/sealed.cc
%C%_sealed_LDADD = lib/libspaconf.la
%C%_profile_SOURCES = %D%/profile.cc
%C%_profile_LDADD = lib/libspaconf.la

EXTRA_DIST += %D%/run %D%/row.py %D%/harness.py %D%/measure.py %D%/breakdown.py %D%/profiles.py %D%/nodes.py %D%/search.py \
  %D%/api.py %D%/batch.py %D%/imports.py %D%/same_work.py %D%/recording.py %D%/relay.py %D%/other_engines.py %D%/fill_jinja.py %D%/fill_smarty.php \
  %D%/nginx.conf %D%/page.php %D%/get.lua %D%/post.lua %D%/register.lua %D%/counted.lua

bench: all $(EXTRA_PROGRAMS)
	BUILD=$(abs_top_builddir) $(srcdir)/%D%/run
.PHONY: bench
