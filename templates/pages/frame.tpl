{{%AUTOESCAPE context="HTML"}}<!DOCTYPE html>
<html lang="[[en]]">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{TITLE}} – spaconf</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{{BASE}}/static/spaconf.css">
<script src="{{BASE}}/static/scanned_code.js" defer></script>
<script src="{{BASE}}/static/scan.js" defer></script>
</head>
<body>
<a class="skip" href="#main">[[Skip to the content]]</a>
<header>
<a class="home" href="{{BASE}}/">spaconf</a>
{{#USER}}<span class="user">{{USER}}</span>{{/USER}}
</header>
<main id="main">
{{>BODY}}
</main>
{{#SWITCH}}<footer>
<form class="languages" action="{{BASE}}/language" method="post"><input type="hidden" name="back" value="{{BACK}}">{{#LANGUAGE}}<button class="small" type="submit" name="language" value="{{CODE}}" lang="{{CODE}}">{{NAME}}</button>{{/LANGUAGE}}</form>
</footer>
{{/SWITCH}}</body>
</html>
