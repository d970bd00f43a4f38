{{%AUTOESCAPE context="HTML"}}<p class="hint" id="{{NAME}}-hint">{{HINT}}</p>
{{#PROBLEM}}<p class="error" id="{{NAME}}-error">{{SENTENCE}}</p>
{{/PROBLEM}}<input type="hidden" name="{{NAME}}" value="">
{{#SETTING}}<div class="field">
<label for="{{NAME}}{{NUMBER}}">{{LABEL}} {{NUMBER}}</label>
<input id="{{NAME}}{{NUMBER}}" name="{{NAME}}" class="code" list="parameters" value="{{VALUE}}" aria-describedby="{{NAME}}-hint" autocapitalize="none" spellcheck="false">
</div>
{{/SETTING}}<datalist id="parameters">
{{#KNOWN}}<option value="{{PARAMETER}} = " label="{{PARAMETER}} = {{MAY_BE}}">
{{/KNOWN}}</datalist>
