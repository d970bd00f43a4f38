{{! plain text }}[[Telephones were registered together. Each needs an address in DHCP and a name in DNS.]]

[[MAC address | Number | Model | Person | Room | Hostname | State]]
{{#ROW}}{{TEXT}}{{/ROW}}{{#MORE}}
[[{{COUNT}} more are not listed here, because the text would be too long.]]
{{/MORE}}{{#SEARCH}}
[[All of them, as they are now: {{ADDRESS}}]]
{{/SEARCH}}
[[Registered by {{ACTOR}}; our reference is {{REF}}.]] [[Later changes of these telephones are added to this ticket.]]
