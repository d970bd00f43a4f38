{{%AUTOESCAPE context="HTML"}}<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Labels – spaconf</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{{BASE}}/static/label.css">
{{#ROLL}}<link rel="stylesheet" href="{{BASE}}/static/label_roll.css">
{{/ROLL}}{{#SHEET}}<link rel="stylesheet" href="{{BASE}}/static/label_a4.css">
{{/SHEET}}<script src="{{BASE}}/static/print.js" defer></script>
</head>
<body>
<header>
<h1>Labels</h1>
<p>Print at 100 %, without headers and margins, on {{#ROLL}}labels of 62 × 29 mm{{/ROLL}}{{#SHEET}}A4 sheets with 3 × 9 labels{{/SHEET}}.</p>
<p><button type="button" id="print" hidden>Print</button>
<a href="{{BASE}}{{OTHER}}">{{#ROLL}}A4 sheets instead{{/ROLL}}{{#SHEET}}A label printer instead{{/SHEET}}</a>
<a href="{{BASE}}{{BACK}}">Back</a></p>
</header>
<main>
{{#LABEL}}<section class="label">
<p class="number">{{NUMBER}}</p>
<p class="name">{{NAME}}</p>
<p class="place">{{#ROOM}}Room {{ROOM}} · {{/ROOM}}{{MODEL}}{{#HOSTNAME}} · {{HOSTNAME}}{{/HOSTNAME}}</p>
{{#BAR_CODE}}<svg class="bar-code" viewBox="{{BEGIN}} 0 {{WIDTH}} 1" preserveAspectRatio="none" shape-rendering="crispEdges" role="img" aria-label="Bar code of the MAC address"><path d="{{PATH}}"></path></svg>
<p class="mac">{{MAC}}</p>
{{/BAR_CODE}}</section>
{{/LABEL}}</main>
</body>
</html>
