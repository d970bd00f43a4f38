{{! plain text }}[[A telephone was registered and needs an address in DHCP and a name in DNS.]]

[[Phone:       {{MODEL}}]]
{{#MAC}}[[MAC address: {{MAC}}]]
{{/MAC}}{{#HOSTNAME}}[[Hostname:    {{HOSTNAME}}]]
{{/HOSTNAME}}{{#SERIAL}}[[Serial:      {{SERIAL}}]]
{{/SERIAL}}{{#INVENTORY}}[[Inventory:   {{INVENTORY}}]]
{{/INVENTORY}}{{#LINE}}[[Number:      {{USER}}]]
{{/LINE}}
[[Person:      {{NAME}} ({{LOGIN}})]]
{{#MAIL}}[[Mail:        {{MAIL}}]]
{{/MAIL}}{{#TELEPHONE}}[[Telephone:   {{TELEPHONE}}]]
{{/TELEPHONE}}{{#ROOM}}[[Room:        {{ROOM}}]]
{{/ROOM}}{{#DEPARTMENT}}[[Department:  {{DEPARTMENT}}]]
{{/DEPARTMENT}}
[[Registered by {{ACTOR}}; our reference is {{REF}}.]]
