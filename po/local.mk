# Compiles and installs the catalogues of translated sentences, and brings them up to date with the sources.
# A new language needs its code here, two lines like those of cs, and a row in lib/base/language.h.
po_languages = cs
cs_cataloguedir = $(localedir)/cs/LC_MESSAGES
nodist_cs_catalogue_DATA = %D%/cs/LC_MESSAGES/spaconf.mo

catalogues = $(po_languages:%=%D%/%/LC_MESSAGES/spaconf.mo)
EXTRA_DIST += $(po_languages:%=%D%/%.po) %D%/extract %D%/update
CLEANFILES += $(catalogues)
$(catalogues): %D%/%/LC_MESSAGES/spaconf.mo: %D%/%.po
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(MSGFMT) --check -o $@ $<
# Adds new sentences to po/*.po in the sources, to be translated there, and removes those that are gone.
update-po:
	$(top_srcdir)/%D%/update
.PHONY: update-po
