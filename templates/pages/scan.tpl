{{%AUTOESCAPE context="HTML"}}<h1>{{HEADING}}</h1>
<div id="progress">{{#PROGRESS}}<label for="bar">[[{{DONE}} of {{ALL}} registered]]</label> <progress id="bar" max="{{ALL}}" value="{{DONE}}"></progress>{{/PROGRESS}}{{#COUNT}}<p>[[{{NUMBER}} registered]]</p>{{/COUNT}}</div>
<form class="card scan" action="{{BASE}}/submit/box" method="post" accept-charset="utf-8" autocomplete="off" novalidate data-live data-silence="[[The server is not responding.]]" data-again="[[{reason} Press Enter to try again.]]">
<p class="reply" id="reply" role="status"{{#REPLY}} data-tone="{{TONE}}"{{/REPLY}}>{{#REPLY}}{{SENTENCE}}{{#REF}} <a href="{{BASE}}/phones/{{REF}}">[[Show the phone]]</a>{{/REF}}{{/REPLY}}</p>
<div id="box">{{#BOX}}<input type="hidden" name="rollout" value="{{ROLLOUT}}">
<input type="hidden" name="login" value="{{LOGIN}}">
{{#DISMISSED}}<input type="hidden" name="dismissed" value="{{DISMISSED}}">
{{/DISMISSED}}{{#SCANNED}}<input type="hidden" name="code" value="{{TYPED}}">
{{/SCANNED}}<input type="hidden" name="key" value="{{KEY}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{/BOX}}{{#WHO}}<p class="who">{{NAME}} <span class="login">{{LOGIN}}</span>{{#ROOM}} <span class="hint">[[room {{ROOM}}]]</span>{{/ROOM}}</p>
{{/WHO}}{{#BOX}}<ul class="codes" aria-label="[[Scanned]]">{{#SCANNED}}<li class="code">{{CODE}}</li>{{/SCANNED}}</ul>
<label for="code">{{#ASKS_LOGIN}}[[Login of the next person]]{{/ASKS_LOGIN}}{{#ASKS_CODE}}[[MAC address or serial number]]{{/ASKS_CODE}}{{#ASKS_MORE}}[[The carton’s other code, or Enter if it has none]]{{/ASKS_MORE}}</label>
{{/BOX}}{{#FINISHED}}<p class="who">[[Everybody on this list has a phone.]]</p>{{/FINISHED}}</div>
{{#BOX}}<div class="row scan-row">
<input id="code" name="code" class="code"{{#UNSENT}} value="{{CODE}}"{{/UNSENT}} autocapitalize="none" spellcheck="false" enterkeyhint="next" autofocus aria-describedby="reply">
<button type="submit">[[Enter]]</button>
<button type="button" class="small" id="camera" hidden data-stop="[[Stop the camera]]" data-missing="[[The camera is not available]]">[[Use the camera]]</button>
</div>
<video id="view" hidden muted playsinline aria-label="[[What the camera sees]]"></video>
<div class="choice" id="sound-choice" hidden><input type="checkbox" id="sound"><label for="sound">[[Sound]]</label></div>
{{/BOX}}</form>
<section class="card" id="people" aria-label="[[People and their phones]]">
{{#TABLE}}<div class="table"><table>
<thead><tr><th scope="col">[[Person]]</th><th scope="col">[[Room]]</th><th scope="col">[[Number]]</th><th scope="col">[[Model]]</th><th scope="col">[[MAC address]]</th><th scope="col">[[Serial number]]</th><th scope="col">[[State]]</th><th scope="col">[[Label]]</th></tr></thead>
<tbody>
{{#ROW}}<tr><td class="words">{{NAME}} <span class="login">{{LOGIN}}</span></td><td>{{ROOM}}</td>{{#HAS_PHONE}}<td class="code">{{NUMBER}}</td><td>{{MODEL}}</td><td class="code"><a href="{{BASE}}/phones/{{REF}}">{{MAC}}</a></td><td class="code">{{SERIAL}}</td><td><span class="state {{STATE}}">{{STATE_LABEL}}</span></td><td><a href="{{BASE}}/phones/{{REF}}/label" aria-label="[[Label: {{NAME}}, {{MAC}}]]">[[Label]]</a></td>{{/HAS_PHONE}}{{#IS_NEXT}}<td></td><td></td><td></td><td></td><td><span class="state pending">[[next box]]</span></td><td></td>{{/IS_NEXT}}{{#WAITS}}<td></td><td></td><td></td><td></td><td><a href="{{BASE}}/scan/{{ROLLOUT}}?for={{LOGIN:url_query_escape}}" aria-label="[[Scan now: {{NAME}}]]">[[Scan now]]</a></td><td></td>{{/WAITS}}</tr>
{{/ROW}}</tbody>
</table></div>{{/TABLE}}
</section>
<nav class="actions" id="more" aria-label="[[More]]">
{{#LABELS}}<a href="{{BASE}}/scan/{{ROLLOUT}}/labels">[[Labels for a label printer]]</a>
<a href="{{BASE}}/scan/{{ROLLOUT}}/labels?paper=a4">[[Labels on A4 sheets]]</a>
{{/LABELS}}<a href="{{BASE}}/scan">[[Scan for other people]]</a>
<a href="{{BASE}}/">[[Back to the home page]]</a>
</nav>
{{#BEGUN}}<p class="hint">[[Begun <time datetime="{{CREATED_UTC}}Z">{{CREATED}}</time> by {{ACTOR}}]]</p>
{{/BEGUN}}<script src="{{BASE}}/static/scan_mode.js" defer></script>
<script src="{{BASE}}/static/camera.js" defer></script>
