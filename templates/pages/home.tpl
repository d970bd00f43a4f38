{{%AUTOESCAPE context="HTML"}}<h1>{{HEADING}}</h1>
{{#PROBLEM}}<div class="summary" role="alert" tabindex="-1" autofocus>
<p><a href="#login">{{SENTENCE}}</a></p>
</div>{{/PROBLEM}}
<div class="ways">
{{#LOOK_UP}}<form class="look-up" action="{{BASE}}/form" method="get" novalidate>
<label for="login">[[Register a phone for]]</label>
<p class="hint" id="login-hint">[[The person's login in the directory]]</p>
{{#PROBLEM}}<p class="error" id="login-error">{{SENTENCE}}</p>{{/PROBLEM}}
<div class="row">
<input id="login" name="login" value="{{LOGIN}}" autocomplete="off" autocapitalize="none" spellcheck="false"{{#FRESH}} autofocus{{/FRESH}} aria-describedby="login-hint{{#IS_WRONG}} login-error{{/IS_WRONG}}"{{#IS_WRONG}} aria-invalid="true"{{/IS_WRONG}}>
<button type="submit">[[Look up]]</button>
</div>
</form>
{{/LOOK_UP}}<form class="look-up" action="{{BASE}}/phones" method="get" role="search">
<label for="q">[[Find a phone]]</label>
<p class="hint" id="q-hint">[[Login, name, number, room, or the phone's serial, inventory or MAC number]]</p>
<div class="row">
<input id="q" name="q" type="search" autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="q-hint">
<button type="submit">[[Find]]</button>
</div>
</form>
</div>
<ul class="counts" aria-label="[[Phones by state]]">
{{#COUNT}}<li{{#WANTS}} class="wants"{{/WANTS}}{{#STUCK}} class="stuck"{{/STUCK}}><a href="{{BASE}}/phones?state={{NAME}}"><strong>{{NUMBER}}</strong> {{LABEL}}</a></li>
{{/COUNT}}</ul>
{{#LOOK_UP}}<p class="go-on"><a href="{{BASE}}/scan">[[Scan boxes]]</a> <span class="hint">[[Registers one carton after another, for a list of people or for typed logins]]</span></p>
{{/LOOK_UP}}<p class="go-on"><a href="{{BASE}}/review">[[Who has left?]]</a> <span class="hint">[[Compares the phones with the directory]]</span></p>
{{#MANY}}<p class="go-on"><a href="{{BASE}}/import">[[Import phones]]</a> <span class="hint">[[Registers or changes many phones by a table]]</span></p>
{{/MANY}}{{#JOBS}}<section class="card" aria-labelledby="jobs-heading" id="jobs">
<h2 id="jobs-heading">[[Your jobs]]</h2>
<ul>
{{#JOB}}<li><a href="{{BASE}}/jobs/{{REF}}">{{REF}}</a> {{TITLE}} <span class="state pending">{{LABEL}}</span></li>
{{/JOB}}</ul>
</section>
{{/JOBS}}<section class="card" aria-labelledby="waiting-heading" id="waiting">
<h2 id="waiting-heading">[[Pending tasks]]</h2>
{{#FAILED_STEP}}<p class="failed-step">[[The worker’s step <strong>{{STEP}}</strong> has failed since <time datetime="{{SINCE_UTC}}Z">{{SINCE}}</time>: <span class="words">{{REASON}}</span>]]</p>
{{/FAILED_STEP}}{{#NOTHING_WAITS}}<p>[[Nothing pending.]]</p>{{/NOTHING_WAITS}}
{{#WAITING}}<div class="table"><table>
<thead><tr><th scope="col">[[Phone or webhook]]</th><th scope="col">[[Task]]</th><th scope="col">[[State]]</th><th scope="col">[[Waiting for]]</th><th scope="col">[[Reason]]</th>{{#MAY_TRY}}<th scope="col">[[Action]]</th>{{/MAY_TRY}}</tr></thead>
<tbody>
{{#TASK}}<tr><td>{{#OF_PHONE}}<a href="{{BASE}}/phones/{{REF}}">{{REF}}</a>{{/OF_PHONE}}{{#OF_WEBHOOK}}{{REF}}{{/OF_WEBHOOK}}</td><td>{{KIND_LABEL}}</td><td><span class="state {{STATE}}">{{STATE_LABEL}}</span></td><td><time datetime="{{SINCE_UTC}}Z" title="[[Since {{SINCE}}]]">{{AGE}}</time></td><td class="words">{{REASON}}</td>{{#RETRY}}<td><form action="{{BASE}}/submit/retry" method="post"><input type="hidden" name="ref" value="{{REF}}"><input type="hidden" name="kind" value="{{KIND}}"><input type="hidden" name="key" value="{{KEY}}"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="small" type="submit" aria-label="[[Try again: {{KIND_LABEL}} of {{REF}}]]">[[Try again]]</button></form></td>{{/RETRY}}</tr>
{{/TASK}}</tbody>
</table></div>{{/WAITING}}
</section>
{{#NODES}}<section class="card" aria-labelledby="nodes-heading" id="nodes">
<h2 id="nodes-heading">[[TFTP servers]]</h2>
<div class="table"><table>
<thead><tr><th scope="col">[[Server]]</th><th scope="col">[[State]]</th><th scope="col">[[Profiles to write]]</th><th scope="col">[[Last seen]]</th><th scope="col">[[Reason]]</th></tr></thead>
<tbody>
{{#NODE}}<tr><td>{{NAME}}</td><td>{{#CURRENT}}<span class="state registered">[[up to date]]</span>{{/CURRENT}}{{#BEHIND}}<span class="state pending">[[catching up]]</span>{{/BEHIND}}{{#AWAY}}<span class="state parked">[[away]]</span>{{/AWAY}}</td><td>{{NUMBER}}</td><td><time datetime="{{SEEN_UTC}}Z" title="{{SEEN}}">{{AGE}}</time></td><td class="words">{{REASON}}</td></tr>
{{/NODE}}</tbody>
</table></div>
</section>
{{/NODES}}<section class="card" aria-labelledby="latest-heading" id="latest">
<h2 id="latest-heading">[[Recently registered]]</h2>
{{#NONE_YET}}<p>[[No phones yet.]]</p>{{/NONE_YET}}
{{#LATEST}}<div class="table"><table>
<thead><tr><th scope="col">[[Phone]]</th><th scope="col">[[Person]]</th><th scope="col">[[Model]]</th><th scope="col">[[MAC]]</th><th scope="col">[[State]]</th><th scope="col">[[Registered]]</th></tr></thead>
<tbody>
{{#PHONE}}<tr><td><a href="{{BASE}}/phones/{{REF}}">{{REF}}</a></td><td class="words">{{NAME}} <span class="login">{{LOGIN}}</span></td><td>{{MODEL}}</td><td class="code">{{MAC}}</td><td><span class="state {{STATE}}">{{STATE_LABEL}}</span></td><td><time datetime="{{CREATED_UTC}}Z">{{CREATED}}</time></td></tr>
{{/PHONE}}</tbody>
</table></div>{{/LATEST}}
</section>
