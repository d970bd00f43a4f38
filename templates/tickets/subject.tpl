{{! plain text }}[[Address and name for a {{MODEL}} of {{NAME}}{{#HOSTNAME}}: {{HOSTNAME}}{{/HOSTNAME}}]]
