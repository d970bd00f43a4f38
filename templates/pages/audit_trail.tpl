{{%AUTOESCAPE context="HTML"}}<section class="card" aria-labelledby="audit-trail-heading" id="audit-trail">
<h2 id="audit-trail-heading">[[History]]</h2>
<ol class="audit-trail">
{{#ENTRY}}<li><time datetime="{{TIME_UTC}}Z" title="{{TIME}}">{{SHORT_TIME}}</time> <span><strong>{{WHO}}</strong> {{ACTION}}{{#DETAIL}}<span class="detail">{{DETAIL}}</span>{{/DETAIL}}</span></li>
{{/ENTRY}}</ol>
</section>
