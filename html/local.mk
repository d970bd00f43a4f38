# Installs the static files for the web server.
htmldir = $(pkgdatadir)/html
dist_html_DATA = %D%/spaconf.css %D%/list.js %D%/scan.js
