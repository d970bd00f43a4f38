{{%AUTOESCAPE context="HTML"}}<h1>{{HEADING}}</h1>
<p>{{#FILE}}<span class="code">{{FILE}}</span>, {{/FILE}}[[version {{VERSION}}]]</p>
{{#HAS_SECRETS}}<p class="notice">[[This page shows passwords. Viewing them has been recorded.]]</p>{{/HAS_SECRETS}}
{{#SHOW}}<form action="{{BASE}}/submit/show" method="post">
<input type="hidden" name="ref" value="{{REF}}">
<input type="hidden" name="key" value="{{KEY}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<p class="hint">[[Passwords are shown as asterisks.]]</p>
<button type="submit">[[Show the passwords]]</button>
</form>{{/SHOW}}
<pre class="code profile" tabindex="0" role="group" aria-label="[[Profile]]">{{PROFILE:pre_escape}}</pre>
<p class="actions"><a href="{{BASE}}/phones/{{REF}}">[[Back to the phone]]</a> <a href="{{BASE}}/phones/{{REF}}/history">[[History]]</a></p>
