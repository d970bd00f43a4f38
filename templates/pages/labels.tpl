{{%AUTOESCAPE context="HTML"}}<link rel="stylesheet" href="{{BASE}}/static/label.css">
{{#ROLL}}<link rel="stylesheet" href="{{BASE}}/static/label_roll.css">
{{/ROLL}}{{#SHEET}}<link rel="stylesheet" href="{{BASE}}/static/label_a4.css">
{{/SHEET}}<div class="on-screen">
<h1>{{HEADING}}</h1>
<p class="hint">{{#ROLL}}[[Print at 100 %, without headers and margins, on labels of 62 × 29 mm.]]{{/ROLL}}{{#SHEET}}[[Print at 100 %, without headers and margins, on A4 sheets with 3 × 9 labels.]]{{/SHEET}}</p>
<nav class="actions" aria-label="[[Actions]]">
<button type="button" id="print" hidden>[[Print]]</button>
<a href="{{BASE}}{{OTHER}}">{{#ROLL}}[[A4 sheets instead]]{{/ROLL}}{{#SHEET}}[[A label printer instead]]{{/SHEET}}</a>
<a href="{{BASE}}{{BACK}}">[[Back]]</a>
</nav>
</div>
<div class="labels">
{{#LABEL}}<section class="label" aria-label="[[Label of {{NAME}}]]">
<p class="number">{{NUMBER}}</p>
<p class="name">{{NAME}}</p>
<p class="place">{{#ROOM}}[[Room {{ROOM}}]] · {{/ROOM}}{{MODEL}}{{#HOSTNAME}} · {{HOSTNAME}}{{/HOSTNAME}}</p>
{{#BAR_CODE}}<svg class="bar-code" viewBox="{{BEGIN}} 0 {{WIDTH}} 1" preserveAspectRatio="none" shape-rendering="crispEdges" role="img" aria-label="[[Bar code of the MAC address]]"><path d="{{PATH}}"></path></svg>
<p class="mac">{{MAC}}</p>
{{/BAR_CODE}}</section>
{{/LABEL}}</div>
<script src="{{BASE}}/static/print.js" defer></script>
