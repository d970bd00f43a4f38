{{%AUTOESCAPE context="HTML"}}<h1>{{HEADING}}</h1>
{{>SUMMARY}}<form class="card upload" action="{{BASE}}/submit/import" method="post" enctype="multipart/form-data" accept-charset="utf-8" autocomplete="off">
<input type="hidden" name="key" value="{{KEY}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<div class="field">
<label for="table">[[Table (CSV)]]</label>
<p class="hint" id="table-hint">[[UTF-8, at most {{MEGABYTES}} MB, with the names of the columns in the first row. <a href="{{BASE}}/import/example.csv" download>Download an example</a> or <a href="{{BASE}}/phones.csv" download>the table of all phones</a>]]</p>
{{#ERROR}}<p class="error" id="table-error">{{SENTENCE}}</p>
{{/ERROR}}<input id="table" name="table" type="file" accept=".csv,.txt,text/csv,text/plain" aria-describedby="table-hint{{#IS_WRONG}} table-error{{/IS_WRONG}}"{{#IS_WRONG}} aria-invalid="true"{{/IS_WRONG}}>
</div>
<div class="field">
<label for="pasted">[[Or paste the table here]]</label>
<textarea id="pasted" name="pasted" class="code" rows="8" autocapitalize="none" spellcheck="false">{{PASTED:pre_escape}}</textarea>
</div>
<div class="choice"><input type="checkbox" id="take_over" name="take_over" value="yes"{{#TAKES_OVER}} checked{{/TAKES_OVER}} aria-describedby="take_over-hint"><label for="take_over">[[Take over accounts that spaconf did not create]]</label></div>
<p class="hint" id="take_over-hint">[[They get new passwords; tell their current users.]]</p>
<div class="choice"><input type="checkbox" id="ticket_per_phone" name="ticket_per_phone" value="yes"{{#TICKET_PER_PHONE}} checked{{/TICKET_PER_PHONE}} aria-describedby="ticket_per_phone-hint"><label for="ticket_per_phone">[[Create a ticket for each new phone]]</label></div>
<p class="hint" id="ticket_per_phone-hint">[[Otherwise all new phones have one ticket together, in your name.]]</p>
<div class="actions">
<button type="submit">[[Check the table]]</button>
<a href="{{BASE}}/">[[Cancel]]</a>
</div>
<p class="hint">[[First every row is checked. Nothing is changed until you confirm what would happen.]]</p>
</form>
<section class="card" aria-labelledby="columns-heading" id="columns">
<h2 id="columns-heading">[[Columns]]</h2>
<ul>
<li>[[The columns can be in any order, and most can be missing. A row without <code>ref</code> registers a phone and needs <code>login</code> and <code>model</code>, and <code>mac</code> unless the model is <code>software</code>.]]</li>
<li>[[A row with <code>ref</code> changes that phone, and needs the <code>version</code> that it was exported with. An empty cell removes the value; a missing column leaves it.]]</li>
<li>[[Permissions have blanks between them; settings, such as <code>Dial_Plan_1_ = (xx.)</code>, have a line each. The columns <code>line1_password</code> to <code>line6_password</code> are optional; an empty cell keeps the password or makes a new one.]]</li>
</ul>
<p class="columns">{{#COLUMN}}<code>{{NAME}}</code> {{/COLUMN}}</p>
</section>
<p class="go-on"><a href="{{BASE}}/jobs">[[Your jobs]]</a></p>
