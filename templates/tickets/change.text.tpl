{{! plain text }}{{#RETIRED}}[[The telephone was retired. Its address and name are free again; please take them back.]]

{{#MAC}}[[MAC address: {{MAC}}]]
{{/MAC}}{{#HOSTNAME}}[[Hostname:    {{HOSTNAME}}]]
{{/HOSTNAME}}{{/RETIRED}}{{#CHANGED}}[[The registration of this telephone has changed. Please see whether its address and name are still right.]]

{{/CHANGED}}{{#DIFFERENCE}}{{SENTENCE}}
{{/DIFFERENCE}}
[[{{MODEL}} of {{NAME}}, changed by {{ACTOR}}; our reference is {{REF}}.]]
