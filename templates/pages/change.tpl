{{%AUTOESCAPE context="HTML"}}<h1>{{HEADING}}</h1>
{{#SUMMARY}}<div class="summary" role="alert" tabindex="-1" autofocus>
<h2>Please correct the following</h2>
<ul>
{{#LINKED}}<li><a href="#{{FIELD}}">{{SENTENCE}}</a></li>
{{/LINKED}}{{#PLAIN}}<li>{{SENTENCE}}</li>
{{/PLAIN}}</ul>
{{#EXISTING_REF}}<p>See the registration <a href="{{BASE}}/phones/{{EXISTING_REF}}">{{EXISTING_REF}}</a>.</p>{{/EXISTING_REF}}
</div>{{/SUMMARY}}
{{#MEANWHILE}}<section class="card" id="meanwhile" aria-labelledby="meanwhile-heading">
<h2 id="meanwhile-heading">Changed in the meantime</h2>
<ul>
{{#DIFFERENCE}}<li>{{SENTENCE}}</li>
{{/DIFFERENCE}}</ul>
<p class="hint">Submitting this form again overwrites those changes.</p>
</section>{{/MEANWHILE}}
<p>{{WHAT}}</p>
<form class="register" action="{{BASE}}/submit/{{ACTION}}" method="post" accept-charset="utf-8" autocomplete="off" novalidate>
<input type="hidden" name="ref" value="{{REF}}">
<input type="hidden" name="version" value="{{VERSION}}">
<input type="hidden" name="key" value="{{KEY}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{#FROM}}<input type="hidden" name="from" value="{{FROM}}">
{{/FROM}}{{#INPUTS}}<fieldset>
<legend>{{LEGEND}}</legend>
{{#MODELS}}<div class="field">
<label for="model">Model</label>
<select id="model" name="model">
{{#MODEL}}<option value="{{MODEL_NAME}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{MODEL_LABEL}}</option>
{{/MODEL}}</select>
</div>
{{/MODELS}}{{#INPUT}}<div class="field">
<label for="{{NAME}}">{{LABEL}}</label>
{{#HINT}}<p class="hint" id="{{NAME}}-hint">{{HINT}}</p>{{/HINT}}
{{#PROBLEM}}<p class="error" id="{{NAME}}-error">{{SENTENCE}}</p>{{/PROBLEM}}
<input id="{{NAME}}" name="{{NAME}}" class="code" value="{{VALUE}}" autocapitalize="none" spellcheck="false"{{#IS_WRONG}} aria-invalid="true" aria-describedby="{{NAME}}-error"{{/IS_WRONG}}>
</div>
{{/INPUT}}</fieldset>
{{/INPUTS}}{{#LINE}}<fieldset class="line">
<legend>Line {{N}}</legend>
{{#INPUT}}<div class="field">
<label for="{{NAME}}">{{LABEL}}</label>
{{#HINT}}<p class="hint" id="{{NAME}}-hint">{{HINT}}</p>{{/HINT}}
{{#PROBLEM}}<p class="error" id="{{NAME}}-error">{{SENTENCE}}</p>{{/PROBLEM}}
<input id="{{NAME}}" name="{{NAME}}" value="{{VALUE}}" autocapitalize="none" spellcheck="false"{{#IS_WRONG}} aria-invalid="true" aria-describedby="{{NAME}}-error"{{/IS_WRONG}}>
</div>
{{/INPUT}}{{#PERMISSIONS}}<fieldset class="permissions" id="line{{N}}_permission" tabindex="-1">
<legend>Call permissions</legend>
{{#PROBLEM}}<p class="error" id="line{{N}}_permission-error">{{SENTENCE}}</p>{{/PROBLEM}}
{{#PERMISSION}}<div class="choice"><input type="checkbox" id="line{{N}}_permission-{{PERMISSION_NAME}}" name="line{{N}}_permission" value="{{PERMISSION_NAME}}"{{#CHOSEN}} checked{{/CHOSEN}}><label for="line{{N}}_permission-{{PERMISSION_NAME}}">{{PERMISSION_LABEL}}</label></div>
{{/PERMISSION}}{{#IS_THERE}}<input type="hidden" name="line{{N}}_permission" value="">{{/IS_THERE}}
</fieldset>
{{/PERMISSIONS}}</fieldset>
{{/LINE}}
{{#SETTINGS}}<fieldset>
<legend>Settings for this phone only</legend>
<p class="hint" id="setting-hint">A parameter and its value, such as Dial_Plan_1_ = (xx.)</p>
{{#PROBLEM}}<p class="error" id="setting-error">{{SENTENCE}}</p>{{/PROBLEM}}
<input type="hidden" name="setting" value="">
{{#SETTING}}<div class="field">
<label for="setting{{NUMBER}}">Setting {{NUMBER}}</label>
<input id="setting{{NUMBER}}" name="setting" class="code" list="parameters" value="{{VALUE}}" aria-describedby="setting-hint" autocapitalize="none" spellcheck="false">
</div>
{{/SETTING}}<datalist id="parameters">
{{#KNOWN}}<option value="{{NAME}} = " label="{{NAME}} = {{MAY_BE}}">
{{/KNOWN}}</datalist>
</fieldset>{{/SETTINGS}}
{{#SHARED}}<fieldset>
<legend>Shared accounts</legend>
<p class="hint" id="keep_password-hint">{{#ACCOUNTS}}Other phones share {{ACCOUNTS}}. {{/ACCOUNTS}}Shared accounts get a new password, because this device still stores the old one. The other phones learn it with their next resync.</p>
<div class="choice"><input type="checkbox" id="keep_password" name="keep_password" value="yes"{{#CHOSEN}} checked{{/CHOSEN}} aria-describedby="keep_password-hint"><label for="keep_password">Keep the passwords of shared accounts</label></div>
</fieldset>{{/SHARED}}
{{#TAKE_OVER}}<fieldset>
<legend>Account</legend>
<div class="choice"><input type="checkbox" id="take_over" name="take_over" value="yes"><label for="take_over">Take over this account. It gets a new password and the permissions selected here; tell its current user.</label></div>
</fieldset>{{/TAKE_OVER}}
<div class="actions">
<button type="submit" name="step" value="preview">Preview</button>
<a href="{{BASE}}/phones/{{REF}}">Cancel</a>
</div>
</form>
