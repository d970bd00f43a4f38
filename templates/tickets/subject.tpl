{{! plain text }}Address and name for a {{MODEL}} of {{SHORT_NAME}}{{#HOSTNAME}}: {{HOSTNAME}}{{/HOSTNAME}} [spaconf {{REF}}]
