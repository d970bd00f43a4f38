{{%AUTOESCAPE context="HTML"}}<section class="card" aria-labelledby="story-heading" id="story">
<h2 id="story-heading">History</h2>
<ol class="story">
{{#HAPPENING}}<li><time datetime="{{TIME_UTC}}Z" title="{{TIME}}">{{SHORT_TIME}}</time> <span><strong>{{WHO}}</strong> {{DEED}}{{#DETAIL}}<span class="detail">{{DETAIL}}</span>{{/DETAIL}}</span></li>
{{/HAPPENING}}</ol>
</section>
