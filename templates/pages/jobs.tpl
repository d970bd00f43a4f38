{{%AUTOESCAPE context="HTML"}}<h1>{{HEADING}}</h1>
<section class="card" aria-label="[[Jobs]]" id="found">
{{#NONE_YET}}<p>[[No jobs yet.]]</p>{{/NONE_YET}}
{{#TABLE}}<div class="table"><table>
<thead><tr><th scope="col">[[Job]]</th><th scope="col">[[What]]</th><th scope="col">[[State]]</th><th scope="col">[[Started by]]</th><th scope="col">[[Started]]</th></tr></thead>
<tbody>
{{#JOB}}<tr><td><a href="{{BASE}}/jobs/{{REF}}">{{REF}}</a></td><td class="words">{{TITLE}}</td><td><span class="state {{STATE}}">{{LABEL}}</span></td><td>{{ACTOR}}</td><td><time datetime="{{CREATED_UTC}}Z">{{CREATED}}</time></td></tr>
{{/JOB}}</tbody>
</table></div>{{/TABLE}}
</section>
<p class="go-on"><a href="{{BASE}}/import">[[Import phones]]</a> <span class="hint">[[Registers or changes many phones by a table]]</span></p>
