{{! plain text }}{{NAME}},

your registration is successful. Your telephone is ready to use.

Telephone:   {{MODEL}}
{{#MAC}}MAC address: {{MAC}}
{{/MAC}}{{#LINE}}Number:      {{USER}}
{{/LINE}}
{{#HARDWARE}}Plug the telephone into the network. It sets itself up within a few minutes; there is nothing to enter.
{{/HARDWARE}}{{#SOFTWARE}}You get the settings for your software telephone from the person who registered it.
{{/SOFTWARE}}
If something does not work, ask {{CONTACT}}. Our reference is {{REF}}.
