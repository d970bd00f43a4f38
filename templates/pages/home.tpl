{{%AUTOESCAPE context="HTML"}}<h1>{{HEADING}}</h1>
{{#LOOK_UP}}
{{#PROBLEM}}<div class="summary" role="alert" tabindex="-1">
<p><a href="#login">{{SENTENCE}}</a></p>
</div>{{/PROBLEM}}
<form class="look-up" action="{{BASE}}/form" method="get" novalidate>
<label for="login">Register a phone for</label>
<p class="hint" id="login-hint">The person's login in the directory</p>
{{#PROBLEM}}<p class="error" id="login-error">{{SENTENCE}}</p>{{/PROBLEM}}
<div class="row">
<input id="login" name="login" value="{{LOGIN}}" autocomplete="off" autocapitalize="none" spellcheck="false" autofocus aria-describedby="login-hint"{{#IS_WRONG}} aria-invalid="true" aria-errormessage="login-error"{{/IS_WRONG}}>
<button type="submit">Look up</button>
</div>
</form>
{{/LOOK_UP}}
<section aria-labelledby="waiting-heading" id="waiting">
<h2 id="waiting-heading">What waits</h2>
{{#NOTHING_WAITS}}<p>Nothing: every phone has its profile and every ticket is handed in.</p>{{/NOTHING_WAITS}}
{{#WAITING}}<div class="table"><table>
<thead><tr><th scope="col">Phone</th><th scope="col">What</th><th scope="col">State</th><th scope="col">Since (UTC)</th><th scope="col">Reason</th></tr></thead>
<tbody>
{{#TASK}}<tr><td><a href="{{BASE}}/phones/{{REF}}">{{REF}}</a></td><td>{{KIND}}</td><td><span class="state {{STATE}}">{{STATE}}</span></td><td>{{SINCE}}</td><td>{{REASON}}</td></tr>
{{/TASK}}</tbody>
</table></div>{{/WAITING}}
</section>
<section aria-labelledby="latest-heading" id="latest">
<h2 id="latest-heading">Registered lately</h2>
{{#NONE_YET}}<p>No phone yet.</p>{{/NONE_YET}}
{{#LATEST}}<div class="table"><table>
<thead><tr><th scope="col">Phone</th><th scope="col">Person</th><th scope="col">Model</th><th scope="col">MAC</th><th scope="col">State</th><th scope="col">Registered (UTC)</th></tr></thead>
<tbody>
{{#PHONE}}<tr><td><a href="{{BASE}}/phones/{{REF}}">{{REF}}</a></td><td>{{NAME}} <span class="login">{{LOGIN}}</span></td><td>{{MODEL}}</td><td class="code">{{MAC}}</td><td><span class="state">{{STATE}}</span></td><td>{{CREATED}}</td></tr>
{{/PHONE}}</tbody>
</table></div>{{/LATEST}}
</section>
