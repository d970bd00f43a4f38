# The virtual phone and the claims about its parts; it shares nothing with libspaconf.
noinst_LTLIBRARIES += %D%/libvirtual-phone.la
noinst_PROGRAMS += %D%/virtual-phone
check_PROGRAMS += %D%/virtual-phone-test

%C%_libvirtual_phone_la_CPPFLAGS = -I$(srcdir)/%D%
%C%_libvirtual_phone_la_CXXFLAGS = -std=c++20 $(warnings) $(CURL_CFLAGS) $(OPENSSL_CFLAGS) $(ZLIB_CFLAGS)
%C%_libvirtual_phone_la_LIBADD = $(CURL_LIBS) $(OPENSSL_LIBS) $(ZLIB_LIBS)
%C%_libvirtual_phone_la_SOURCES = \
  %D%/account.cc %D%/account.h \
  %D%/clock.h \
  %D%/condition.cc %D%/condition.h \
  %D%/delay.cc %D%/delay.h \
  %D%/dhcp.cc %D%/dhcp.h \
  %D%/dictionary.cc %D%/dictionary.h \
  %D%/digest.cc %D%/digest.h \
  %D%/envelope.cc %D%/envelope.h \
  %D%/fetch.cc %D%/fetch.h \
  %D%/flash.cc %D%/flash.h \
  %D%/line.cc %D%/line.h \
  %D%/macros.cc %D%/macros.h \
  %D%/model.cc %D%/model.h \
  %D%/notify.cc %D%/notify.h \
  %D%/phone.cc %D%/phone.h \
  %D%/profile_parser.cc %D%/profile_parser.h \
  %D%/provisioning.cc %D%/provisioning.h \
  %D%/rule.cc %D%/rule.h \
  %D%/sip_message.cc %D%/sip_message.h \
  %D%/syslog.cc %D%/syslog.h \
  %D%/tell.cc %D%/tell.h \
  %D%/transaction.cc %D%/transaction.h \
  %D%/udp.cc %D%/udp.h

%C%_virtual_phone_CPPFLAGS = -I$(srcdir)/%D%
%C%_virtual_phone_SOURCES = %D%/main.cc
%C%_virtual_phone_LDADD = %D%/libvirtual-phone.la

%C%_virtual_phone_test_CPPFLAGS = -I$(srcdir)/%D%
%C%_virtual_phone_test_LDADD = %D%/libvirtual-phone.la $(CPPUNIT_LIBS)
%C%_virtual_phone_test_SOURCES = %D%/unit_main.cc \
  %D%/delay_test.cc \
  %D%/envelope_test.cc \
  %D%/flash_test.cc \
  %D%/profile_parser_test.cc \
  %D%/rule_test.cc \
  %D%/sip_test.cc
