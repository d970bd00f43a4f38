{{%AUTOESCAPE context="HTML"}}<div class="field">
<label for="{{NAME}}">{{LABEL}}</label>
{{#PROBLEM}}<p class="error" id="{{NAME}}-error">{{SENTENCE}}</p>
{{/PROBLEM}}<select id="{{NAME}}" name="{{NAME}}"{{#PROBLEM}} aria-invalid="true" aria-describedby="{{NAME}}-error"{{/PROBLEM}}>
{{#MODEL}}<option value="{{MODEL_NAME}}" data-lines="{{MODEL_LINES}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{MODEL_LABEL}}</option>
{{/MODEL}}</select>
</div>
