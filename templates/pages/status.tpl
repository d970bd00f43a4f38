{{%AUTOESCAPE context="HTML"}}<section class="status {{SHAPE}}" data-tone="{{TONE}}" id="status" aria-labelledby="status-label">
<span class="status-icon" aria-hidden="true"></span>
<div class="sentences">
<h2 id="status-label">{{LABEL}}</h2>
<p>{{SENTENCE}}</p>
{{#NEXT}}<p class="next"><strong>[[Next:]]</strong> {{NEXT}}</p>
{{/NEXT}}{{#RESYNCED}}<p id="resynced">[[<strong>Resync</strong> at {{TIME}} by {{WHO}}: {{ANSWER}}]]</p>
{{/RESYNCED}}</div>
<div class="next-step">
{{#EDIT}}<a class="button" href="{{BASE}}/phones/{{REF}}/edit">[[Edit the phone]]</a>
{{/EDIT}}{{#RETRY}}<form action="{{BASE}}/submit/retry" method="post"><input type="hidden" name="ref" value="{{REF}}"><input type="hidden" name="kind" value="{{KIND}}"><input type="hidden" name="from" value="phone"><input type="hidden" name="key" value="{{KEY}}"><input type="hidden" name="csrf" value="{{CSRF}}"><button type="submit">[[Try again]]</button></form>
{{/RETRY}}{{#TICKET_URL}}<a class="button" href="{{TICKET_URL}}">[[Open the ticket]]</a>
{{/TICKET_URL}}{{#SETTINGS}}<a class="button" href="{{BASE}}/phones/{{REF}}/profile">[[Account settings]]</a>
{{/SETTINGS}}{{#RESYNC}}<form action="{{BASE}}/submit/resync" method="post" id="resync"><input type="hidden" name="ref" value="{{REF}}"><input type="hidden" name="key" value="{{KEY}}"><input type="hidden" name="csrf" value="{{CSRF}}"><button type="submit">[[Resync now]]</button></form>
{{/RESYNC}}{{#CHECK_AGAIN}}<a class="button" href="{{BASE}}/phones/{{REF}}">[[Check again]]</a>
{{/CHECK_AGAIN}}</div>
<nav class="actions" aria-label="[[Actions]]">
{{#ACTION}}<a href="{{BASE}}/phones/{{REF}}/{{ACTION_NAME}}">{{ACTION_TITLE}}</a>
{{/ACTION}}{{#HAS_PROFILE}}<a href="{{BASE}}/phones/{{REF}}/profile">[[Profile]]</a>
{{/HAS_PROFILE}}{{#LABEL_LINK}}<a href="{{BASE}}/phones/{{REF}}/label">[[Label]]</a>
{{/LABEL_LINK}}<a href="{{BASE}}/phones/{{REF}}/history">[[History]]</a>
{{#REGISTER}}<a href="{{BASE}}/form?login={{LOGIN:url_query_escape}}">[[Another phone for this person]]</a>
{{/REGISTER}}</nav>
</section>
