{{%AUTOESCAPE context="HTML"}}<h1>{{HEADING}}</h1>
{{>SUMMARY}}<form class="card scan-start" action="{{BASE}}/submit/scan" method="post" accept-charset="utf-8" autocomplete="off" novalidate>
<input type="hidden" name="key" value="{{KEY}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<div class="field">
<label for="model">[[Model]]</label>
<select id="model" name="model">
<option value="">[[As the carton’s model code says]]</option>
{{#MODEL_CHOICE}}<option value="{{NAME}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{LABEL}}</option>
{{/MODEL_CHOICE}}</select>
</div>
<div class="field">
<label for="people">[[People who get a phone <span class="optional">optional</span>]]</label>
<p class="hint" id="people-hint">[[Their logins, one in each line, at most {{MOST}}. Without a list you type each login before its box.]]</p>
{{#PEOPLE_WRONG}}<ul class="error" id="people-error">{{#PROBLEM}}<li>{{SENTENCE}}</li>{{/PROBLEM}}</ul>
{{/PEOPLE_WRONG}}<textarea id="people" name="people" class="code" rows="10" autocapitalize="none" spellcheck="false" aria-describedby="people-hint{{#PEOPLE_WRONG}} people-error{{/PEOPLE_WRONG}}"{{#PEOPLE_WRONG}} aria-invalid="true"{{/PEOPLE_WRONG}}>{{PEOPLE:pre_escape}}</textarea>
</div>
<div class="choice"><input type="checkbox" id="ticket_per_phone" name="ticket_per_phone" value="yes"{{#TICKET_PER_PHONE}} checked{{/TICKET_PER_PHONE}} aria-describedby="ticket_per_phone-hint"><label for="ticket_per_phone">[[Create a ticket for each phone]]</label></div>
<p class="hint" id="ticket_per_phone-hint">[[Otherwise all scanned phones have one ticket together, in your name.]]</p>
<div class="actions">
<button type="submit">[[Start scanning]]</button>
<a href="{{BASE}}/">[[Cancel]]</a>
</div>
</form>
{{#LATEST}}<section class="card" aria-labelledby="latest-heading" id="latest">
<h2 id="latest-heading">[[Go on with]]</h2>
<div class="table"><table>
<thead><tr><th scope="col">[[Begun]]</th><th scope="col">[[Model]]</th><th scope="col">[[Registered]]</th><th scope="col">[[By]]</th></tr></thead>
<tbody>
{{#ROLLOUT}}<tr><td><a href="{{BASE}}/scan/{{REF}}" aria-label="{{CREATED}} {{REF}}"><time datetime="{{CREATED_UTC}}Z">{{CREATED}}</time></a></td><td>{{MODEL}}</td><td>{{PROGRESS}}</td><td>{{ACTOR}}</td></tr>
{{/ROLLOUT}}</tbody>
</table></div>
</section>
{{/LATEST}}
