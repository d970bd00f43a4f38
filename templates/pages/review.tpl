{{%AUTOESCAPE context="HTML"}}<h1>{{HEADING}}</h1>
<p class="hint">[[Live phones whose person is no longer in the directory, or has another name, room or telephone there]]</p>
<p class="count" id="count">{{COUNT}}</p>
{{#TABLE}}<section class="card" id="found" aria-label="[[Phones that differ]]">
<div class="table"><table>
<thead><tr><th scope="col">[[Person]]</th><th scope="col">[[Number]]</th><th scope="col">[[Model]]</th><th scope="col">[[Difference]]</th>{{#MAY_CHANGE}}<th scope="col">[[Action]]</th>{{/MAY_CHANGE}}</tr></thead>
<tbody>
{{#PHONE}}<tr data-kind="{{KIND}}"><td class="words"><a href="{{BASE}}/phones/{{REF}}">{{NAME}}</a> <span class="login">{{LOGIN}}</span></td><td class="code">{{NUMBER}}</td><td>{{MODEL}}</td><td class="words"><ul class="plain">{{#SAID}}<li>{{SENTENCE}}</li>{{/SAID}}</ul></td>{{#REMEDY}}<td><form action="{{BASE}}/submit/{{ACTION}}" method="post"><input type="hidden" name="ref" value="{{REF}}"><input type="hidden" name="version" value="{{VERSION}}"><input type="hidden" name="key" value="{{KEY}}"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="small" type="submit" name="step" value="preview" aria-label="[[{{TITLE}}: {{MODEL}} of {{NAME}}]]">{{TITLE}}…</button></form></td>{{/REMEDY}}</tr>
{{/PHONE}}</tbody>
</table></div>
</section>{{/TABLE}}
<nav class="actions" aria-label="[[More]]">
{{#FURTHER}}<a rel="next" href="{{BASE}}/review?after={{LAST}}">[[Continue]]</a>
{{/FURTHER}}<a href="{{BASE}}/">[[Back to the home page]]</a>
</nav>
