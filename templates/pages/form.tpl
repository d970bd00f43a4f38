{{%AUTOESCAPE context="HTML"}}<h1>{{HEADING}}</h1>
{{>SUMMARY}}{{#FILLED_IN}}<p class="notice">[[Another program{{#ORIGIN}}, {{ORIGIN}},{{/ORIGIN}} has filled in this form. Check it: nothing is registered until you press <strong>Register</strong>.]]</p>
{{/FILLED_IN}}<section class="person" aria-label="[[Person]]">
{{#KNOWN}}<p class="name">{{NAME}} <span class="login">{{LOGIN}}</span></p>
{{/KNOWN}}{{#ABOUT}}<ul>
{{#ROOM}}<li>[[Room {{ROOM}}]]</li>
{{/ROOM}}{{#DEPARTMENT}}<li>{{DEPARTMENT}}</li>
{{/DEPARTMENT}}{{#TELEPHONE}}<li>{{TELEPHONE}}</li>
{{/TELEPHONE}}{{#MAIL}}<li>{{MAIL}}</li>
{{/MAIL}}{{#NO_MAIL}}<li>[[No mail address: the ticket will have no requestor]]</li>
{{/NO_MAIL}}{{#HAS_PHONE}}<li>[[Has the phone <a href="{{BASE}}/phones/{{REF}}">{{MODEL}}{{#MAC}} {{MAC}}{{/MAC}}</a>]]</li>
{{/HAS_PHONE}}{{#MORE_PHONES}}<li>[[and {{MORE_PHONES}} more]]</li>
{{/MORE_PHONES}}</ul>
{{/ABOUT}}</section>
<form class="register" action="{{BASE}}/submit/register" method="post" accept-charset="utf-8" autocomplete="off" novalidate data-families="{{FAMILIES}}">
{{#KNOWN}}<input type="hidden" name="login" value="{{LOGIN}}">
{{/KNOWN}}<input type="hidden" name="key" value="{{KEY}}">
<input type="hidden" name="csrf" value="{{CSRF}}">

{{#UNKNOWN}}<fieldset class="unknown">
<legend>[[Person]]</legend>
{{>FIELD}}</fieldset>
{{/UNKNOWN}}<fieldset>
<legend>[[Phone]]</legend>
{{>MODEL_FIELD}}{{>MAC_FIELD}}<div class="pair">
{{>SERIAL_FIELD}}{{>INVENTORY_FIELD}}</div>
{{>HOSTNAME_FIELD}}</fieldset>

{{#FIRST_LINE}}<fieldset class="line">
<legend>[[Line 1]]</legend>
{{>FIELD}}</fieldset>{{/FIRST_LINE}}

<details class="more-lines"{{#MORE_LINES_USED}} open{{/MORE_LINES_USED}}>
<summary>[[More lines]]</summary>
<div class="lines">
{{MORE_LINES:none}}</div>
</details>

{{#TAKE_OVER}}<fieldset class="take-over">
<legend>[[Account]]</legend>
{{>FIELD}}</fieldset>{{/TAKE_OVER}}
<div class="actions">
<button type="submit">[[Register]]</button>
<a href="{{BASE}}/">[[Cancel]]</a>
</div>
</form>
