{{%AUTOESCAPE context="HTML"}}<h1>{{HEADING}}</h1>
<section class="card" aria-labelledby="rows-heading" id="rows" tabindex="-1" autofocus>
<h2 id="rows-heading">[[Preview]]</h2>
{{#NOTHING}}<p>[[No changes except the version number.]]</p>{{/NOTHING}}
<ul>
{{#ROW}}<li>{{SENTENCE}}</li>
{{/ROW}}</ul>
</section>
{{#NOTE}}<section class="card" aria-labelledby="note-heading" id="note">
<h2 id="note-heading">[[Ticket comment]]</h2>
<pre>{{NOTE:pre_escape}}</pre>
</section>{{/NOTE}}
{{#PROFILE}}<section class="card" aria-labelledby="profile-heading" id="profile">
<h2 id="profile-heading">[[Profile changes]]</h2>
<pre class="code diff" tabindex="0" role="group" aria-labelledby="profile-heading">{{PROFILE:pre_escape}}</pre>
<p class="hint">[[Passwords are shown as asterisks.]]</p>
</section>{{/PROFILE}}
<form action="{{BASE}}/submit/{{ACTION}}" method="post" accept-charset="utf-8" autocomplete="off">
<input type="hidden" name="ref" value="{{REF}}">
<input type="hidden" name="key" value="{{KEY}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{#KEPT}}<input type="hidden" name="{{NAME}}" value="{{VALUE}}">
{{/KEPT}}<div class="actions">
<button type="submit" name="step" value="apply">{{VERB}}</button>
<a href="{{BASE}}/phones/{{REF}}">[[Cancel]]</a>
</div>
</form>
