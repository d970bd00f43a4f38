{{%AUTOESCAPE context="HTML"}}<h1>{{HEADING}}</h1>
<ol class="history" reversed>
<li class="card" id="version{{VERSION}}">
<h2>[[Version {{VERSION}}, now]]</h2>
<p class="hint">[[Since <time datetime="{{SINCE_UTC}}Z">{{SINCE}}</time>]]</p>
{{#HAS_PROFILE}}<p><a href="{{BASE}}/phones/{{REF}}/profile">[[Its profile]]</a></p>{{/HAS_PROFILE}}
</li>
{{#PAST}}<li class="card" id="version{{PAST_VERSION}}">
<h2>[[Version {{PAST_VERSION}}]]</h2>
<p class="hint">[[From <time datetime="{{PAST_SINCE_UTC}}Z">{{PAST_SINCE}}</time> to <time datetime="{{PAST_UNTIL_UTC}}Z">{{PAST_UNTIL}}</time>; then {{HOW}} by {{WHO}}:]]</p>
<ul>
{{#DIFFERENCE}}<li>{{SENTENCE}}</li>
{{/DIFFERENCE}}</ul>
<div class="actions">
{{#HAS_PROFILE}}<a href="{{BASE}}/phones/{{REF}}/profile?version={{PAST_VERSION}}">[[Profile of version {{PAST_VERSION}}]]</a>{{/HAS_PROFILE}}
{{#REVERT}}<form action="{{BASE}}/submit/revert" method="post">
<input type="hidden" name="ref" value="{{REF}}">
<input type="hidden" name="version" value="{{NOW}}">
<input type="hidden" name="from" value="{{PAST_VERSION}}">
<input type="hidden" name="key" value="{{KEY}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<button type="submit" class="small" name="step" value="preview">[[Restore version {{PAST_VERSION}}…]]</button>
</form>{{/REVERT}}
</div>
</li>
{{/PAST}}</ol>
{{#MISSING}}<p class="hint" id="missing">{{MISSING}}</p>
{{/MISSING}}<p class="actions"><a href="{{BASE}}/phones/{{REF}}">[[Back to the phone]]</a></p>
