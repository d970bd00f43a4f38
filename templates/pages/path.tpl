{{%AUTOESCAPE context="HTML"}}<section class="card" aria-labelledby="path-heading">
<h2 id="path-heading">[[Progress]]</h2>
<ol class="path" id="path" role="list">
{{#STEP}}<li data-state="{{STATE}}"{{#IS_CURRENT}} aria-current="step"{{/IS_CURRENT}}><span class="mark" aria-hidden="true"></span><p><strong>{{NAME}}</strong> <span class="word">{{LABEL}}</span></p>{{#DETAIL}}<p>{{DETAIL}}</p>{{/DETAIL}}{{#AT}}<p><time datetime="{{TIME_UTC}}Z" title="{{TIME}}">{{SHORT_TIME}}</time></p>{{/AT}}</li>
{{/STEP}}</ol>
</section>
