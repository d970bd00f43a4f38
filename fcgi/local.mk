# Builds the FastCGI programs, one for each privilege. Web servers find them in $(pkglibexecdir).
pkglibexec_PROGRAMS += %D%/form.fcgi %D%/submit.fcgi %D%/api.fcgi

%C%_form_fcgi_SOURCES = %D%/form.cc
%C%_form_fcgi_LDADD = lib/libspaconf.la
%C%_submit_fcgi_SOURCES = %D%/submit.cc
%C%_submit_fcgi_LDADD = lib/libspaconf.la
%C%_api_fcgi_SOURCES = %D%/api.cc
%C%_api_fcgi_LDADD = lib/libspaconf.la
