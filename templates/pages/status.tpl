{{%AUTOESCAPE context="HTML"}}<section class="status {{SHAPE}}" data-tone="{{TONE}}" id="status" aria-labelledby="status-label">
<span class="status-icon" aria-hidden="true"></span>
<div>
<h2 id="status-label">{{LABEL}}</h2>
<p>{{SENTENCE}}</p>
{{#NEXT}}<p class="next"><strong>Next:</strong> {{NEXT}}</p>
{{/NEXT}}{{#TICKET_URL}}<p><a href="{{TICKET_URL}}">Open the ticket</a></p>
{{/TICKET_URL}}{{#EDIT}}<p><a href="{{BASE}}/phones/{{REF}}/edit">Edit the phone</a></p>
{{/EDIT}}{{#RETRY}}<form action="{{BASE}}/submit/retry" method="post"><input type="hidden" name="ref" value="{{REF}}"><input type="hidden" name="kind" value="{{KIND}}"><input type="hidden" name="from" value="phone"><input type="hidden" name="key" value="{{KEY}}"><input type="hidden" name="csrf" value="{{CSRF}}"><button type="submit">Try again</button></form>
{{/RETRY}}{{#RESYNC}}<form action="{{BASE}}/submit/resync" method="post" id="resync"><input type="hidden" name="ref" value="{{REF}}"><input type="hidden" name="key" value="{{KEY}}"><input type="hidden" name="csrf" value="{{CSRF}}"><button type="submit" class="small">Resync now</button></form>
{{/RESYNC}}{{#RESYNCED}}<p id="resynced"><strong>Resync</strong> at {{TIME}} by {{WHO}}: {{ANSWER}}</p>
{{/RESYNCED}}</div>
</section>
