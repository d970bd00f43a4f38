{{%AUTOESCAPE context="HTML"}}<div class="summary" role="alert" tabindex="-1" autofocus>
<h2>[[Please correct the following]]</h2>
<ul>
{{#LINKED}}<li><a href="#{{FIELD}}">{{SENTENCE}}</a></li>
{{/LINKED}}{{#PLAIN}}<li>{{SENTENCE}}</li>
{{/PLAIN}}</ul>
{{#REFERENCE}}<p>[[Reference for the administrator: <code>{{REFERENCE}}</code>]]</p>{{/REFERENCE}}
{{#EXISTING_REF}}<p>[[See the registration <a href="{{BASE}}/phones/{{EXISTING_REF}}">{{EXISTING_REF}}</a>.]]</p>{{/EXISTING_REF}}
</div>
