{{%AUTOESCAPE context="HTML"}}<h1>{{HEADING}}</h1>
{{>SUMMARY}}<p class="hint">[[All live phones found by: {{WORDS}}. Phones that are registered later are not included.]]</p>
<form class="card upload" action="{{BASE}}/submit/bulk" method="post" accept-charset="utf-8" autocomplete="off">
<input type="hidden" name="key" value="{{KEY}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{#KEPT}}<input type="hidden" name="{{NAME}}" value="{{VALUE}}">
{{/KEPT}}<fieldset id="action">
<legend>[[What to do with each phone]]</legend>
{{#ACTION}}<div class="choice"><input type="radio" id="action-{{NAME}}" name="action" value="{{NAME}}"{{#CHOSEN}} checked{{/CHOSEN}}><label for="action-{{NAME}}"><strong>{{TITLE}}</strong>: {{WHAT}}</label></div>
{{/ACTION}}</fieldset>
<div class="field">
<label for="permission">[[Permission to add or take away]]</label>
<select id="permission" name="permission">
<option value=""></option>
{{#PERMISSION}}<option value="{{NAME}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{LABEL}}</option>
{{/PERMISSION}}</select>
</div>
<div class="field">
<label for="setting1">[[Parameter to set or remove]]</label>
<p class="hint" id="setting-hint">[[Such as Dial_Plan_1_ = (xx.), or only its name to remove it]]</p>
<input id="setting1" name="setting" class="code" value="{{SETTING}}" autocapitalize="none" spellcheck="false" aria-describedby="setting-hint">
</div>
<div class="actions">
<button type="submit">[[Check the phones]]</button>
<a href="{{BASE}}/phones">[[Cancel]]</a>
</div>
<p class="hint">[[First spaconf finds out what would happen to each phone. Nothing is changed until you confirm that.]]</p>
</form>
