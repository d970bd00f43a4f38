{{%AUTOESCAPE context="HTML"}}<h1>{{HEADING}}</h1>
<p class="hint">[[Started by {{ACTOR}} at <time datetime="{{CREATED_UTC}}Z">{{CREATED}}</time>. <a href="{{BASE}}/jobs">All jobs</a>]]</p>
{{#PROBLEM}}<div class="summary" role="alert" tabindex="-1" autofocus>
<p>{{SENTENCE}}</p>
</div>{{/PROBLEM}}
<p class="count" id="said" role="status">[[This job is {{LABEL}}{{#TEXT}}: {{TEXT}}{{/TEXT}}.]]</p>
<div class="job" id="job" data-state="{{STATE}}"{{#BUSY}} data-busy{{/BUSY}}>
<section class="card" aria-label="[[Job]]">
{{#WHY}}<p class="why" lang="{{LANGUAGE}}">{{REASON}}</p>
{{/WHY}}{{#NOTHING_DONE}}<p>[[Nothing was changed.]]</p>
{{/NOTHING_DONE}}{{#LEFT_OUT}}<p>[[Left out: {{ROWS}}. What was done before stays.]]</p>
{{/LEFT_OUT}}{{#LAST_PIECE}}<p class="notice">[[The worker may still finish the rows that it is at.]]</p>
{{/LAST_PIECE}}{{#PROGRESS}}<p>{{WHAT}}</p>
<progress aria-labelledby="said"{{#KNOWN}} value="{{VALUE}}" max="{{MOST}}"{{/KNOWN}}></progress>
{{/PROGRESS}}{{#WAITS}}<p class="notice"><span lang="{{LANGUAGE}}">{{REASON}}</span> [[The job goes on by itself as soon as possible.]]</p>
{{/WAITS}}<ul class="counts" aria-label="[[Rows by result]]">
{{#COUNT}}<li{{#IS_BAD}} class="stuck"{{/IS_BAD}}><strong>{{NUMBER}}</strong> {{LABEL}}</li>
{{/COUNT}}</ul>
{{#BUSY}}<p class="actions"><a id="again" href="{{BASE}}/jobs/{{REF}}">[[Check again]]</a></p>
{{/BUSY}}{{#REJECTED}}<p class="actions"><a href="{{BASE}}/jobs/{{REF}}/rejected.csv" download>[[Download what spaconf refuses, {{ROWS}} with reasons (CSV)]]</a></p>
{{/REJECTED}}{{#NAMING}}<form class="confirm" action="{{BASE}}/submit/job" method="post" autocomplete="off">
<input type="hidden" name="ref" value="{{REF}}">
<input type="hidden" name="step" value="columns">
<input type="hidden" name="key" value="{{KEY}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<h2 id="columns-heading">[[What do the columns mean?]]</h2>
<p class="hint">[[spaconf does not know all names in the first row of the table. Correct what it guessed; a column that is left out is not read.]]</p>
<div class="table"><table aria-labelledby="columns-heading">
<thead><tr><th scope="col">[[In the table]]</th><th scope="col">[[For example]]</th><th scope="col">[[Means]]</th></tr></thead>
<tbody>
{{#COLUMN}}<tr><td><label for="column{{N}}">{{#NAME}}{{NAME}}{{/NAME}}{{#NAMELESS}}[[Column {{N}}, without a name]]{{/NAMELESS}}</label></td><td class="words">{{EXAMPLES}}</td><td><select id="column{{N}}" name="column{{N}}">
<option value="-">[[(left out)]]</option>
{{#CHOICE}}<option value="{{VALUE}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{VALUE}}</option>
{{/CHOICE}}</select></td></tr>
{{/COLUMN}}</tbody>
</table></div>
<div class="actions">
<button type="submit">[[Check the table]]</button>
<a href="{{BASE}}/import#columns">[[What the columns mean]]</a>
</div>
</form>
{{/NAMING}}{{#CONFIRM}}<form class="confirm" action="{{BASE}}/submit/job" method="post" autocomplete="off">
<input type="hidden" name="ref" value="{{REF}}">
<input type="hidden" name="step" value="confirm">
<input type="hidden" name="planned" value="{{PLANNED}}">
<input type="hidden" name="key" value="{{KEY}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<fieldset>
<legend>[[What if one is refused?]]</legend>
{{#ALL_GOOD}}<div class="choice"><input type="radio" id="mode-all" name="mode" value="all" checked><label for="mode-all">[[All or nothing: everything is checked once more, and if one is refused by then, nothing is done]]</label></div>
<div class="choice"><input type="radio" id="mode-skip" name="mode" value="skip"><label for="mode-skip">[[Skip what is refused by then, and do the others]]</label></div>
{{/ALL_GOOD}}{{#HAS_BAD}}<p>[[All or nothing is not possible, since spaconf refuses {{BAD}}. Correct what is wrong and begin again, or do the others:]]</p>
<div class="choice"><input type="checkbox" id="mode-skip" name="mode" value="skip" required><label for="mode-skip">[[Skip the {{BAD}} that spaconf refuses]]</label></div>
{{/HAS_BAD}}</fieldset>
{{#TYPES_NUMBER}}<div class="field">
<label for="typed">[[Type the number of phones to confirm]]</label>
<input id="typed" name="typed" inputmode="numeric" autocomplete="off" required>
</div>
{{/TYPES_NUMBER}}<div class="actions">
<button type="submit">{{VERB}}</button>
</div>
</form>
{{/CONFIRM}}{{#CANCEL}}<form action="{{BASE}}/submit/job" method="post" autocomplete="off">
<input type="hidden" name="ref" value="{{REF}}">
<input type="hidden" name="step" value="cancel">
<input type="hidden" name="key" value="{{KEY}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<div class="actions"><button class="small" id="cancel" type="submit">[[Cancel the job]]</button>{{#IS_RUNNING}} <span class="hint">[[What is done already stays.]]</span>{{/IS_RUNNING}}</div>
</form>
{{/CANCEL}}</section>
{{#TABLE}}<section class="card" aria-labelledby="rows-heading" id="rows">
<h2 id="rows-heading">[[Rows]]</h2>
<div class="table"><table>
<thead><tr><th scope="col">[[Line]]</th><th scope="col">[[Result]]</th><th scope="col">[[Phone]]</th><th scope="col">[[Details]]</th></tr></thead>
<tbody>
{{#ROW}}<tr data-verdict="{{VERDICT}}"><td>{{LINE}}</td><td><span class="state {{STATE}}">{{LABEL}}</span></td><td>{{#REF}}<a href="{{BASE}}/phones/{{REF}}">{{REF}}</a>{{/REF}}</td><td class="words"><ul class="plain" lang="{{LANGUAGE}}">{{#SAID}}<li>{{#FIELD}}<strong>{{FIELD}}</strong>: {{/FIELD}}{{SENTENCE}}</li>{{/SAID}}</ul></td></tr>
{{/ROW}}</tbody>
</table></div>
{{#PAGES}}<nav class="actions" aria-label="[[Pages]]">
{{#PREVIOUS}}<a rel="prev" href="{{BASE}}/jobs/{{REF}}?page={{NUMBER}}">[[Previous page]]</a>
{{/PREVIOUS}}<span>[[Page {{PAGE}} of {{OF}}]]</span>
{{#NEXT}}<a rel="next" href="{{BASE}}/jobs/{{REF}}?page={{NUMBER}}">[[Next page]]</a>
{{/NEXT}}</nav>{{/PAGES}}
</section>{{/TABLE}}
</div>
<script src="{{BASE}}/static/job.js" defer></script>
