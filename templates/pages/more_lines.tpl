{{%AUTOESCAPE context="HTML"}}{{#LINE}}<fieldset class="line">
<legend>[[Line {{N}}]]</legend>
{{>FIELD}}</fieldset>
{{/LINE}}