{{%AUTOESCAPE context="HTML"}}<h1>{{HEADING}}</h1>
<div class="summary" role="alert" tabindex="-1" autofocus>
<p>{{SENTENCE}}</p>
{{#REFERENCE}}<p>[[Reference for the administrator: <code>{{REFERENCE}}</code>]]</p>
{{/REFERENCE}}</div>
<p><a href="{{BASE}}/">[[Back to the home page]]</a></p>
