{{%AUTOESCAPE context="HTML"}}<h1>{{HEADING}}</h1>
<p class="hint">[[Registered <time datetime="{{CREATED_UTC}}Z">{{CREATED}}</time> by {{ACTOR}}]]</p>
{{>STATUS}}{{>PATH}}{{#UNUSUAL_MAC}}<p class="notice">[[This MAC address does not begin like that of a Linksys phone. Compare it with the carton.]]</p>{{/UNUSUAL_MAC}}
{{#SERIAL_WARNING}}<p class="notice" id="serial-warning">{{SENTENCE}}</p>{{/SERIAL_WARNING}}
<div class="phone">
<section class="card" aria-labelledby="phone-heading">
<h2 id="phone-heading">[[Phone]]</h2>
<dl>
<dt>[[Reference]]</dt><dd id="ref" class="code">{{REF}}</dd>
<dt>[[Person]]</dt><dd>{{NAME}} <span class="login" id="login">{{LOGIN}}</span></dd>
{{#ROOM}}<dt>[[Room]]</dt><dd>{{ROOM}}</dd>
{{/ROOM}}<dt>[[Model]]</dt><dd id="model">{{MODEL}}</dd>
{{#MAC}}<dt>[[MAC address]]</dt><dd id="mac" class="code">{{MAC}}</dd>
{{/MAC}}{{#SERIAL}}<dt>[[Serial number]]</dt><dd id="serial" class="code">{{SERIAL}}</dd>
{{/SERIAL}}{{#HOSTNAME}}<dt>[[Hostname]]</dt><dd id="hostname" class="code">{{HOSTNAME}}</dd>
{{/HOSTNAME}}{{#INVENTORY}}<dt>[[Inventory number]]</dt><dd id="inventory" class="code">{{INVENTORY}}</dd>
{{/INVENTORY}}</dl>
</section>

<div class="stack">
<section class="card" aria-labelledby="account-heading">
<h2 id="account-heading">[[Account]]</h2>
{{#LINE}}<div class="part" id="line{{N}}">
<p>[[<strong>Line {{N}}</strong>: <span class="code">{{USER}}@{{DOMAIN}}</span>, shown as {{DISPLAY}}]]</p>
{{#ACCOUNT_WAITS}}<div class="notice" id="account{{N}}" data-state="{{ACCOUNT_STATE}}">{{#AUTOMATIC}}<p>[[Account pending: it is still to be written to the exchange.]]</p>{{/AUTOMATIC}}{{#REASON}}<p>{{REASON}}</p>{{/REASON}}</div>
{{/ACCOUNT_WAITS}}{{#MAY_CALL}}<p>[[Call permissions: {{MAY_CALL}}]]</p>
{{/MAY_CALL}}{{#ON_LINE}}<p>{{#ONCE}}[[<span class="state online">Online</span> registered since <time datetime="{{SINCE_UTC}}Z">{{SINCE}}</time> from <span class="code">{{CONTACT}}</span> ({{USER_AGENT}})]]{{/ONCE}}{{#TIMES}}[[{{COUNT}} × <span class="state online">Online</span> last registered <time datetime="{{SINCE_UTC}}Z">{{SINCE}}</time> from <span class="code">{{CONTACT}}</span> ({{USER_AGENT}})]]{{/TIMES}}</p>
{{#OTHER_MODEL}}<div class="notice other-model"><p>[[This is a {{THIS}}, but a {{REGISTERED}} was registered: it uses only the settings it recognises.]]</p></div>
{{/OTHER_MODEL}}{{/ON_LINE}}{{#MORE_CONTACTS}}<p class="hint">[[and {{COUNT}} more]]</p>
{{/MORE_CONTACTS}}{{#OFF_LINE}}<p><span class="state">[[Not online]]</span></p>{{/OFF_LINE}}
</div>
{{/LINE}}{{#NO_LINES}}<p>[[No accounts.]]</p>
{{/NO_LINES}}</section>

<section class="card" aria-labelledby="profile-heading">
<h2 id="profile-heading">[[Profile]]</h2>
<div id="profile" data-state="{{PROFILE_STATE}}">
{{#PROFILE}}<p>[[Ready for the phone: <span class="code">{{SERVER}}/{{FILE}}</span>]]</p>{{/PROFILE}}
{{#PROFILE_ADOPTED}}<p>[[Adopted: the phone has a profile from before spaconf. The next change writes <span class="code">{{FILE}}</span> anew.]]</p>{{/PROFILE_ADOPTED}}
{{#UNCHECKED}}<p class="hint" id="unchecked">[[Settings from before spaconf that are kept unchecked: <span class="code">{{UNCHECKED}}</span>]]</p>{{/UNCHECKED}}
{{#PROFILE_PENDING}}<div class="notice"><p>[[Profile pending: <span class="code">{{FILE}}</span> has not been written yet. It will be written automatically as soon as possible.]]</p><p>{{REASON}}</p></div>{{/PROFILE_PENDING}}
{{#PROFILE_LEAVES}}<div class="notice"><p>[[Profile pending: <span class="code">{{FILE}}</span> has not been removed yet.]]</p><p>{{REASON}}</p></div>{{/PROFILE_LEAVES}}
{{#NODE_BEHIND}}<div class="notice node-behind"><p>{{#HAS_FORMER}}[[<strong>{{NODE}}</strong> does not have this profile yet; other TFTP servers have it.]]{{/HAS_FORMER}}{{#HAS_RETIRED}}[[<strong>{{NODE}}</strong> still has the profile.]]{{/HAS_RETIRED}}</p>{{#REASON}}<p>{{REASON}}</p>{{/REASON}}</div>
{{/NODE_BEHIND}}{{#PROFILE_GONE}}<p>[[The profile has been removed.]]</p>{{/PROFILE_GONE}}
{{#NO_PROFILE}}<p>[[Set the software phone up by hand, with <a href="{{BASE}}/phones/{{REF}}/profile">its account settings</a>.]]</p>{{/NO_PROFILE}}
</div>
</section>

<section class="card" aria-labelledby="ticket-heading">
<h2 id="ticket-heading">[[Ticket]]</h2>
<div class="part" id="ticket" data-state="{{TICKET_STATE}}">
{{#TICKET}}<p>[[Ticket <a href="{{URL}}">{{NUMBER}}</a> is <span class="state">{{STATUS}}</span>]]</p>{{/TICKET}}
{{#TICKET_PENDING}}<p>[[The ticket is being created. <a href="{{BASE}}/phones/{{REF}}">Reload</a>]]</p>{{/TICKET_PENDING}}
{{#TICKET_NOT_ASKED_FOR}}<p>[[The phone was adopted without a ticket.]]</p>{{/TICKET_NOT_ASKED_FOR}}
{{#TICKET_NOT_NEEDED}}<p>[[The phone was retired before a ticket was created.]]</p>{{/TICKET_NOT_NEEDED}}
{{#TICKET_PARKED}}<p class="notice">[[The ticket could not be created; the home page shows the reason.]]</p>{{/TICKET_PARKED}}
{{#TICKET_BATCH}}<p class="hint">[[One ticket is for <a href="{{BASE}}/phones?q={{TICKET_BATCH:url_query_escape}}">all phones that were registered together</a>.]]</p>{{/TICKET_BATCH}}
{{#NO_REQUESTOR}}<p class="hint">[[It has no requestor, because the directory has no mail address for {{NAME}}.]]</p>{{/NO_REQUESTOR}}
{{#MAIL_SENT}}<p id="mail" data-state="sent">[[A mail that the phone is ready was sent to {{ADDRESS}} at <time datetime="{{SENT_UTC}}Z">{{SENT}}</time>.]]</p>{{/MAIL_SENT}}
{{#MAIL_WAITS}}<p id="mail" data-state="due">[[A mail that the phone is ready is about to be sent.]]{{#REASON}} {{REASON}}{{/REASON}}</p>{{/MAIL_WAITS}}
{{#MAIL_PARKED}}<p class="notice" id="mail" data-state="parked">[[A mail that the phone is ready could not be sent.]] {{REASON}}</p>{{/MAIL_PARKED}}
</div>
</section>
</div>
</div>
{{>AUDIT_TRAIL}}
