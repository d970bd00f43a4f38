# Installs the templates, which an administrator may edit.
templates_pagesdir = $(pkgdatadir)/templates/pages
dist_templates_pages_DATA = %D%/pages/audit_trail.tpl %D%/pages/box_field.tpl %D%/pages/bulk.tpl \
  %D%/pages/change.tpl %D%/pages/code_field.tpl %D%/pages/form.tpl %D%/pages/frame.tpl \
  %D%/pages/history.tpl %D%/pages/home.tpl %D%/pages/import.tpl \
  %D%/pages/job.tpl %D%/pages/jobs.tpl %D%/pages/labels.tpl %D%/pages/list.tpl \
  %D%/pages/kept_part.tpl %D%/pages/model_field.tpl %D%/pages/more_lines.tpl \
  %D%/pages/path.tpl %D%/pages/permissions_field.tpl \
  %D%/pages/phone.tpl %D%/pages/preview.tpl %D%/pages/problem.tpl %D%/pages/profile.tpl \
  %D%/pages/review.tpl %D%/pages/scan.tpl %D%/pages/scan_start.tpl %D%/pages/settings_field.tpl \
  %D%/pages/status.tpl \
  %D%/pages/summary.tpl %D%/pages/text_field.tpl
templates_phonesdir = $(pkgdatadir)/templates/phones
dist_templates_phones_DATA = %D%/phones/initial.tpl %D%/phones/left_out.tsv \
  %D%/phones/parameters.tsv %D%/phones/spa9xx.tpl
templates_apidir = $(pkgdatadir)/templates/api
dist_templates_api_DATA = %D%/api/openapi.json
templates_pbxdir = $(pkgdatadir)/templates/pbx
dist_templates_pbx_DATA = %D%/pbx/asterisk-pjsip.sql %D%/pbx/asterisk-sip.sql \
  %D%/pbx/kamailio-5.sql %D%/pbx/openser-1.3.sql %D%/pbx/opensips-3.sql
templates_ticketsdir = $(pkgdatadir)/templates/tickets
dist_templates_tickets_DATA = %D%/tickets/batch.change.text.tpl \
  %D%/tickets/batch.note.tpl %D%/tickets/batch.row.tpl %D%/tickets/batch.subject.tpl \
  %D%/tickets/batch.text.tpl %D%/tickets/change.text.tpl \
  %D%/tickets/moved.text.tpl %D%/tickets/subject.tpl %D%/tickets/text.tpl
templates_maildir = $(pkgdatadir)/templates/mail
dist_templates_mail_DATA = %D%/mail/subject.cs.tpl %D%/mail/subject.en.tpl \
  %D%/mail/text.cs.tpl %D%/mail/text.en.tpl
