# What the web server sends as it is.
htmldir = $(pkgdatadir)/html
dist_html_DATA = %D%/spaconf.css %D%/list.js %D%/scan.js
