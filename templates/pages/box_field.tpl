{{%AUTOESCAPE context="HTML"}}{{#HINT}}<p class="hint" id="{{NAME}}-hint">{{HINT}}</p>
{{/HINT}}<div class="choice"><input type="checkbox" id="{{NAME}}" name="{{NAME}}" value="yes"{{#CHOSEN}} checked{{/CHOSEN}}{{#EXPLAINED}} aria-describedby="{{BY}}"{{/EXPLAINED}}><label for="{{NAME}}">{{LABEL}}</label></div>
