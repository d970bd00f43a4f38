{{%AUTOESCAPE context="HTML"}}<h1>{{HEADING}}</h1>
{{>SUMMARY}}{{#MEANWHILE}}<section class="card" id="meanwhile" aria-labelledby="meanwhile-heading">
<h2 id="meanwhile-heading">[[Changed in the meantime]]</h2>
<ul>
{{#DIFFERENCE}}<li>{{SENTENCE}}</li>
{{/DIFFERENCE}}</ul>
<p class="hint">[[Submitting this form again overwrites those changes.]]</p>
</section>{{/MEANWHILE}}
<p>{{WHAT}}</p>
<form class="register" action="{{BASE}}/submit/{{ACTION}}" method="post" accept-charset="utf-8" autocomplete="off" novalidate{{#SCANS}} data-families="{{FAMILIES}}"{{/SCANS}}>
<input type="hidden" name="ref" value="{{REF}}">
<input type="hidden" name="version" value="{{VERSION}}">
<input type="hidden" name="key" value="{{KEY}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{#FROM}}<input type="hidden" name="from" value="{{FROM}}">
{{/FROM}}{{#INPUTS}}<fieldset>
<legend>{{LEGEND}}</legend>
{{>FIELD}}</fieldset>
{{/INPUTS}}{{#LINE}}<fieldset class="line">
<legend>[[Line {{N}}]]</legend>
{{>FIELD}}</fieldset>
{{/LINE}}
{{#SETTINGS}}<fieldset>
<legend>[[Settings for this phone only]]</legend>
{{>FIELD}}</fieldset>{{/SETTINGS}}
{{#SHARED}}<fieldset>
<legend>[[Shared accounts]]</legend>
{{>FIELD}}</fieldset>{{/SHARED}}
{{#TAKE_OVER}}<fieldset>
<legend>[[Account]]</legend>
{{>FIELD}}</fieldset>{{/TAKE_OVER}}
<div class="actions">
<button type="submit" name="step" value="preview">[[Preview]]</button>
<a href="{{BASE}}/phones/{{REF}}">[[Cancel]]</a>
</div>
</form>
