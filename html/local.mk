# Installs the static files for the web server.
htmldir = $(pkgdatadir)/html
dist_html_DATA = %D%/spaconf.css %D%/label.css %D%/label_a4.css %D%/label_roll.css \
  %D%/camera.js %D%/job.js %D%/list.js %D%/print.js %D%/scan.js %D%/scan_mode.js \
  %D%/scanned_code.js
