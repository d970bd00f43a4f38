{{! plain text }}{{NAME}},

registrace byla úspěšná. Váš telefon je připraven k použití.

Telefon:     {{MODEL}}
{{#MAC}}MAC adresa:  {{MAC}}
{{/MAC}}{{#LINE}}Číslo:       {{USER}}
{{/LINE}}
{{#HARDWARE}}Připojte telefon do sítě. Během několika minut se sám nastaví; nic do něj nezadávejte.
{{/HARDWARE}}{{#SOFTWARE}}Nastavení softwarového telefonu vám předá ten, kdo jej zaregistroval.
{{/SOFTWARE}}
Kdyby něco nefungovalo, obraťte se na: {{CONTACT}}. Naše značka je {{REF}}.
