{{%AUTOESCAPE context="HTML"}}<div class="field">
<label for="{{NAME}}">{{LABEL}}{{#REMARK}} <span class="optional">{{REMARK}}</span>{{/REMARK}}</label>
{{#HINT}}<p class="hint" id="{{NAME}}-hint">{{HINT}}</p>
{{/HINT}}{{#PROBLEM}}<p class="error" id="{{NAME}}-error">{{SENTENCE}}</p>
{{/PROBLEM}}<input id="{{NAME}}" name="{{NAME}}" value="{{VALUE}}"{{#EXPLAINED}} aria-describedby="{{BY}}"{{/EXPLAINED}}{{#PROBLEM}} aria-invalid="true"{{/PROBLEM}}>
</div>
