{{! plain text }}{{#NEW}}[[More telephones were registered. Each needs an address in DHCP and a name in DNS.]]

[[MAC address | Number | Model | Person | Room | Hostname | State]]
{{#ROW}}{{TEXT}}{{/ROW}}
{{/NEW}}{{#CHANGED}}[[The registrations of these telephones have changed. Please see whether their addresses and names are still right.]]

[[MAC address | Number | Model | Person | Room | Hostname | State]]
{{#ROW}}{{TEXT}}{{/ROW}}
{{/CHANGED}}{{#MORE}}[[{{COUNT}} more are not listed here, because the text would be too long.]]

{{/MORE}}{{#SEARCH}}[[All telephones of this ticket, as they are now: {{ADDRESS}}]]

{{/SEARCH}}[[Our reference is {{REF}}.]]
