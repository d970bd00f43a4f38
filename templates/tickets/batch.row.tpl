{{! plain text }}{{#MAC}}{{MAC}}{{/MAC}}{{#NO_MAC}}-{{/NO_MAC}} | {{NUMBERS}} | {{MODEL}} | {{NAME}} ({{LOGIN}}) | {{ROOM}} | {{HOSTNAME}} | {{#LIVE}}[[registered]]{{/LIVE}}{{#RETIRED}}[[retired]]{{/RETIRED}}
{{#NOTE}}    {{TEXT}}
{{/NOTE}}