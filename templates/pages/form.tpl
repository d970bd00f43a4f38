{{%AUTOESCAPE context="HTML"}}<h1>{{HEADING}}</h1>
{{#SUMMARY}}<div class="summary" role="alert" tabindex="-1" autofocus>
<h2>Please correct the following</h2>
<ul>
{{#LINKED}}<li><a href="#{{FIELD}}">{{SENTENCE}}</a></li>
{{/LINKED}}{{#PLAIN}}<li>{{SENTENCE}}</li>
{{/PLAIN}}</ul>
{{#EXISTING_REF}}<p>See the registration <a href="{{BASE}}/phones/{{EXISTING_REF}}">{{EXISTING_REF}}</a>.</p>{{/EXISTING_REF}}
</div>{{/SUMMARY}}
<section class="person" aria-label="Person">
{{#KNOWN}}<p class="name">{{NAME}} <span class="login">{{LOGIN}}</span></p>
{{/KNOWN}}{{#ABOUT}}<ul>
{{#ROOM}}<li>Room {{ROOM}}</li>
{{/ROOM}}{{#DEPARTMENT}}<li>{{DEPARTMENT}}</li>
{{/DEPARTMENT}}{{#TELEPHONE}}<li>{{TELEPHONE}}</li>
{{/TELEPHONE}}{{#MAIL}}<li>{{MAIL}}</li>
{{/MAIL}}{{#NO_MAIL}}<li>No mail address: the ticket will have no requestor</li>
{{/NO_MAIL}}{{#HAS_PHONE}}<li>Has the phone <a href="{{BASE}}/phones/{{REF}}">{{MODEL}}{{#MAC}} {{MAC}}{{/MAC}}</a></li>
{{/HAS_PHONE}}{{#MORE_PHONES}}<li>and {{MORE_PHONES}} more</li>
{{/MORE_PHONES}}</ul>
{{/ABOUT}}</section>
<form class="register" action="{{BASE}}/submit/register" method="post" accept-charset="utf-8" autocomplete="off" novalidate data-families="{{FAMILIES}}">
{{#KNOWN}}<input type="hidden" name="login" value="{{LOGIN}}">
{{/KNOWN}}<input type="hidden" name="key" value="{{KEY}}">
<input type="hidden" name="csrf" value="{{CSRF}}">

{{#UNKNOWN}}<fieldset>
<legend>Person</legend>
<div class="field">
<label for="login">Login</label>
{{#LOGIN_PROBLEM}}<p class="error" id="login-error">{{SENTENCE}}</p>{{/LOGIN_PROBLEM}}
<input id="login" name="login" class="code" value="{{LOGIN}}" autocapitalize="none" spellcheck="false"{{#LOGIN_IS_WRONG}} aria-invalid="true" aria-describedby="login-error"{{/LOGIN_IS_WRONG}}>
</div>
</fieldset>
{{/UNKNOWN}}<fieldset>
<legend>Phone</legend>
<div class="field">
<label for="model">Model</label>
{{#CHOSEN_MODEL_PROBLEM}}<p class="error" id="model-error">{{SENTENCE}}</p>{{/CHOSEN_MODEL_PROBLEM}}
<select id="model" name="model"{{#CHOSEN_MODEL_IS_WRONG}} aria-invalid="true" aria-describedby="model-error"{{/CHOSEN_MODEL_IS_WRONG}}>
{{#MODEL}}<option value="{{MODEL_NAME}}" data-lines="{{MODEL_LINES}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{MODEL_LABEL}}</option>
{{/MODEL}}</select>
</div>
<div class="field">
<label for="mac">MAC address</label>
<p class="hint" id="mac-hint">Scan the carton or type the 12 digits. A software phone has no MAC address.</p>
{{#MAC_PROBLEM}}<p class="error" id="mac-error">{{SENTENCE}}</p>{{/MAC_PROBLEM}}
<input id="mac" name="mac" class="code" value="{{MAC}}" data-scan{{#FRESH}} autofocus{{/FRESH}} autocapitalize="none" spellcheck="false" aria-describedby="mac-hint{{#MAC_IS_WRONG}} mac-error{{/MAC_IS_WRONG}}"{{#MAC_IS_WRONG}} aria-invalid="true"{{/MAC_IS_WRONG}}>
<p class="said" id="scan-status" role="status"></p>
</div>
<div class="pair">
<div class="field">
<label for="serial">Serial number <span class="optional">optional</span></label>
{{#SERIAL_PROBLEM}}<p class="error" id="serial-error">{{SENTENCE}}</p>{{/SERIAL_PROBLEM}}
<input id="serial" name="serial" class="code" value="{{SERIAL}}" data-scan autocapitalize="none" spellcheck="false"{{#SERIAL_IS_WRONG}} aria-invalid="true" aria-describedby="serial-error"{{/SERIAL_IS_WRONG}}>
</div>
<div class="field">
<label for="inventory">Inventory number <span class="optional">optional</span></label>
{{#INVENTORY_PROBLEM}}<p class="error" id="inventory-error">{{SENTENCE}}</p>{{/INVENTORY_PROBLEM}}
<input id="inventory" name="inventory" class="code" value="{{INVENTORY}}" data-scan autocapitalize="none" spellcheck="false"{{#INVENTORY_IS_WRONG}} aria-invalid="true" aria-describedby="inventory-error"{{/INVENTORY_IS_WRONG}}>
</div>
</div>
<div class="field">
<label for="hostname">Hostname <span class="optional">optional</span></label>
<p class="hint" id="hostname-hint">One DNS label, such as phone-1001</p>
{{#HOSTNAME_PROBLEM}}<p class="error" id="hostname-error">{{SENTENCE}}</p>{{/HOSTNAME_PROBLEM}}
<input id="hostname" name="hostname" class="code" value="{{HOSTNAME}}" autocapitalize="none" spellcheck="false" aria-describedby="hostname-hint{{#HOSTNAME_IS_WRONG}} hostname-error{{/HOSTNAME_IS_WRONG}}"{{#HOSTNAME_IS_WRONG}} aria-invalid="true"{{/HOSTNAME_IS_WRONG}}>
</div>
</fieldset>

<fieldset class="line">
<legend>Line 1</legend>
{{#FIRST_LINE}}<div class="field">
<label for="line1_user">Number</label>
{{#LINE_USER_PROBLEM}}<p class="error" id="line1_user-error">{{SENTENCE}}</p>{{/LINE_USER_PROBLEM}}
<div class="row"><input id="line1_user" name="line1_user" class="code" value="{{LINE_USER}}" autocapitalize="none" spellcheck="false"{{#LINE_USER_IS_WRONG}} aria-invalid="true" aria-describedby="line1_user-error"{{/LINE_USER_IS_WRONG}}><span class="domain">@{{DOMAIN}}</span></div>
</div>
<div class="field">
<label for="line1_password">Password</label>
<p class="hint" id="line1_password-hint">Leave empty to keep the account's password or generate one.</p>
{{#LINE_PASSWORD_PROBLEM}}<p class="error" id="line1_password-error">{{SENTENCE}}</p>{{/LINE_PASSWORD_PROBLEM}}
<input id="line1_password" name="line1_password" class="code" value="{{LINE_PASSWORD}}" autocapitalize="none" spellcheck="false" aria-describedby="line1_password-hint{{#LINE_PASSWORD_IS_WRONG}} line1_password-error{{/LINE_PASSWORD_IS_WRONG}}"{{#LINE_PASSWORD_IS_WRONG}} aria-invalid="true"{{/LINE_PASSWORD_IS_WRONG}}>
</div>
<div class="field">
<label for="line1_display">Name on the display</label>
{{#LINE_DISPLAY_PROBLEM}}<p class="error" id="line1_display-error">{{SENTENCE}}</p>{{/LINE_DISPLAY_PROBLEM}}
<input id="line1_display" name="line1_display" value="{{LINE_DISPLAY}}"{{#LINE_DISPLAY_IS_WRONG}} aria-invalid="true" aria-describedby="line1_display-error"{{/LINE_DISPLAY_IS_WRONG}}>
</div>
<fieldset class="permissions" id="line1_permission" tabindex="-1"{{#LINE_PERMISSION_IS_WRONG}} aria-describedby="line1_permission-error"{{/LINE_PERMISSION_IS_WRONG}}>
<legend>Call permissions</legend>
{{#LINE_PERMISSION_PROBLEM}}<p class="error" id="line1_permission-error">{{SENTENCE}}</p>{{/LINE_PERMISSION_PROBLEM}}
{{#PERMISSIONS_PROBLEM}}<p class="error" id="permission-error">{{SENTENCE}}</p><span id="permission" tabindex="-1" aria-describedby="permission-error"></span>{{/PERMISSIONS_PROBLEM}}
{{#PERMISSION}}<div class="choice"><input type="checkbox" id="line{{N}}_permission-{{PERMISSION_NAME}}" name="line{{N}}_permission" value="{{PERMISSION_NAME}}"{{#CHOSEN}} checked{{/CHOSEN}}><label for="line{{N}}_permission-{{PERMISSION_NAME}}">{{PERMISSION_LABEL}}</label></div>
{{/PERMISSION}}{{#IS_THERE}}<input type="hidden" name="line{{N}}_permission" value="">
{{/IS_THERE}}</fieldset>{{/FIRST_LINE}}
</fieldset>

<details class="more-lines"{{#MORE_LINES_USED}} open{{/MORE_LINES_USED}}>
<summary>More lines</summary>
<div class="lines">
{{#LINE}}<fieldset class="line">
<legend>Line {{N}}</legend>
<div class="field">
<label for="line{{N}}_user">Number</label>
{{#LINE_USER_PROBLEM}}<p class="error" id="line{{N}}_user-error">{{SENTENCE}}</p>{{/LINE_USER_PROBLEM}}
<div class="row"><input id="line{{N}}_user" name="line{{N}}_user" class="code" value="{{LINE_USER}}" autocapitalize="none" spellcheck="false"{{#LINE_USER_IS_WRONG}} aria-invalid="true" aria-describedby="line{{N}}_user-error"{{/LINE_USER_IS_WRONG}}><span class="domain">@{{DOMAIN}}</span></div>
</div>
<div class="field">
<label for="line{{N}}_password">Password <span class="optional">leave empty to keep or generate one</span></label>
{{#LINE_PASSWORD_PROBLEM}}<p class="error" id="line{{N}}_password-error">{{SENTENCE}}</p>{{/LINE_PASSWORD_PROBLEM}}
<input id="line{{N}}_password" name="line{{N}}_password" class="code" value="{{LINE_PASSWORD}}" autocapitalize="none" spellcheck="false"{{#LINE_PASSWORD_IS_WRONG}} aria-invalid="true" aria-describedby="line{{N}}_password-error"{{/LINE_PASSWORD_IS_WRONG}}>
</div>
<div class="field">
<label for="line{{N}}_display">Name on the display <span class="optional">leave empty for the person's name</span></label>
{{#LINE_DISPLAY_PROBLEM}}<p class="error" id="line{{N}}_display-error">{{SENTENCE}}</p>{{/LINE_DISPLAY_PROBLEM}}
<input id="line{{N}}_display" name="line{{N}}_display" value="{{LINE_DISPLAY}}"{{#LINE_DISPLAY_IS_WRONG}} aria-invalid="true" aria-describedby="line{{N}}_display-error"{{/LINE_DISPLAY_IS_WRONG}}>
</div>
<fieldset class="permissions" id="line{{N}}_permission" tabindex="-1"{{#LINE_PERMISSION_IS_WRONG}} aria-describedby="line{{N}}_permission-error"{{/LINE_PERMISSION_IS_WRONG}}>
<legend>Call permissions</legend>
{{#LINE_PERMISSION_PROBLEM}}<p class="error" id="line{{N}}_permission-error">{{SENTENCE}}</p>{{/LINE_PERMISSION_PROBLEM}}
{{#PERMISSION}}<div class="choice"><input type="checkbox" id="line{{N}}_permission-{{PERMISSION_NAME}}" name="line{{N}}_permission" value="{{PERMISSION_NAME}}"{{#CHOSEN}} checked{{/CHOSEN}}><label for="line{{N}}_permission-{{PERMISSION_NAME}}">{{PERMISSION_LABEL}}</label></div>
{{/PERMISSION}}</fieldset>
</fieldset>
{{/LINE}}</div>
</details>

{{#TAKE_OVER}}<fieldset class="take-over">
<legend>Account</legend>
<div class="choice"><input type="checkbox" id="take_over" name="take_over" value="yes"><label for="take_over">Take over this account. It gets a new password and the permissions selected here; tell its current user.</label></div>
</fieldset>{{/TAKE_OVER}}
<div class="actions">
<button type="submit">Register</button>
<a href="{{BASE}}/">Cancel</a>
</div>
</form>
