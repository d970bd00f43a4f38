{{%AUTOESCAPE context="HTML"}}<h1>{{HEADING}}</h1>
<form class="search" action="{{BASE}}/phones" method="get" role="search" data-live>
<div class="field what">
<label for="q">[[Search for]]</label>
<p class="hint" id="q-hint">[[Login, name, number, room, hostname, inventory or serial number, or part of the MAC address]]</p>
<input id="q" name="q" type="search" value="{{TYPED}}" autocomplete="off" autocapitalize="none" spellcheck="false" autofocus aria-describedby="q-hint">
</div>
<div class="field">
<label for="state">[[State]]</label>
<select id="state" name="state">
<option value="">[[Any]]</option>
{{#STATE_CHOICE}}<option value="{{NAME}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{LABEL}}</option>
{{/STATE_CHOICE}}</select>
</div>
<div class="field">
<label for="model">[[Model]]</label>
<select id="model" name="model">
<option value="">[[Any]]</option>
{{#MODEL_CHOICE}}<option value="{{NAME}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{LABEL}}</option>
{{/MODEL_CHOICE}}</select>
</div>
<div class="field">
<label for="sort">[[Sort by]]</label>
<select id="sort" name="sort">
{{#SORT_CHOICE}}<option value="{{NAME}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{LABEL}}</option>
{{/SORT_CHOICE}}</select>
</div>
<div class="field go"><button type="submit">[[Find]]</button></div>
</form>
<p class="count" id="count" role="status" data-broken="[[This list is out of date: the server did not respond. Press Find to see why.]]">{{COUNT}}</p>
<section class="card" id="found" aria-label="[[Phones found]]">
{{#NONE}}{{#NONE_YET}}<p>[[No phones yet.]]</p>{{/NONE_YET}}{{#NONE_SO}}<p>[[No phone matches. <a href="{{BASE}}/phones">Show all phones</a>]]</p>{{/NONE_SO}}{{#NONE_CALLED}}<p>[[No phone matches “{{TYPED}}”. All words must match. <a href="{{BASE}}/phones">Show all phones</a>]]</p>{{/NONE_CALLED}}{{/NONE}}
{{#TABLE}}<div class="table"><table>
<thead><tr><th scope="col">[[Person]]</th><th scope="col">[[Number]]</th><th scope="col">[[Room]]</th><th scope="col">[[Model]]</th><th scope="col">[[MAC address]]</th><th scope="col">[[Hostname]]</th><th scope="col">[[State]]</th><th scope="col">[[Registered]]</th></tr></thead>
<tbody>
{{#PHONE}}<tr><td class="words"><a href="{{BASE}}/phones/{{REF}}" aria-label="{{NAME}} {{NUMBER}} {{MAC}}">{{NAME}}</a> <span class="login">{{LOGIN}}</span></td><td class="code">{{NUMBER}}{{#MORE}} <span class="hint">+{{COUNT}}</span>{{/MORE}}</td><td>{{ROOM}}</td><td>{{MODEL}}</td><td class="code">{{MAC}}</td><td class="code name">{{HOSTNAME}}</td><td><span class="state {{STATE}}">{{STATE_LABEL}}</span></td><td><time datetime="{{CREATED_UTC}}Z">{{CREATED}}</time></td></tr>
{{/PHONE}}</tbody>
</table></div>{{/TABLE}}
<div class="actions">
{{#PAGES}}<nav class="actions" aria-label="[[Pages]]">
{{#PREVIOUS}}<a rel="prev" href="{{BASE}}/phones?{{#Q}}q={{Q:url_query_escape}}&amp;{{/Q}}{{#STATE}}state={{STATE}}&amp;{{/STATE}}{{#MODEL}}model={{MODEL}}&amp;{{/MODEL}}{{#SORT}}sort={{SORT}}&amp;{{/SORT}}before={{EDGE:url_query_escape}}">[[Previous page]]</a>
{{/PREVIOUS}}{{#NEXT}}<a rel="next" href="{{BASE}}/phones?{{#Q}}q={{Q:url_query_escape}}&amp;{{/Q}}{{#STATE}}state={{STATE}}&amp;{{/STATE}}{{#MODEL}}model={{MODEL}}&amp;{{/MODEL}}{{#SORT}}sort={{SORT}}&amp;{{/SORT}}after={{EDGE:url_query_escape}}">[[Next page]]</a>
{{/NEXT}}</nav>{{/PAGES}}
{{#TABLE}}<a href="{{BASE}}/phones.csv?{{#Q}}q={{Q:url_query_escape}}&amp;{{/Q}}{{#STATE}}state={{STATE}}&amp;{{/STATE}}{{#MODEL}}model={{MODEL}}&amp;{{/MODEL}}" download>[[Download all as a table (CSV)]]</a>{{/TABLE}}
{{#CHANGE_ALL}}<a href="{{BASE}}/bulk?{{#Q}}q={{Q:url_query_escape}}&amp;{{/Q}}{{#STATE}}state={{STATE}}&amp;{{/STATE}}{{#MODEL}}model={{MODEL}}&amp;{{/MODEL}}">{{ALL}}</a>
{{/CHANGE_ALL}}{{#MAY_IMPORT}}<a href="{{BASE}}/import">[[Import a table]]</a>{{/MAY_IMPORT}}
</div>
</section>
<script src="{{BASE}}/static/list.js" defer></script>
