{{! plain text }}{{NAME}},

[[the telephone {{MODEL}}{{#MAC}} with the MAC address {{MAC}}{{/MAC}} is no longer registered in your name. You get no more mail about it from this ticket.]]

[[Our reference is {{REF}}.]]
