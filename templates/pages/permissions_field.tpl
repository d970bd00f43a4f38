{{%AUTOESCAPE context="HTML"}}<fieldset class="permissions" id="{{NAME}}" tabindex="-1"{{#PROBLEM}} aria-describedby="{{NAME}}-error"{{/PROBLEM}}>
<legend>{{LABEL}}</legend>
{{#PROBLEM}}<p class="error" id="{{NAME}}-error">{{SENTENCE}}</p>
{{/PROBLEM}}{{#OF_ALL}}<p class="error" id="permission-error">{{SENTENCE}}</p><span id="permission" tabindex="-1" aria-describedby="permission-error"></span>
{{/OF_ALL}}{{#PERMISSION}}<div class="choice"><input type="checkbox" id="{{NAME}}-{{PERMISSION_NAME}}" name="{{NAME}}" value="{{PERMISSION_NAME}}"{{#CHOSEN}} checked{{/CHOSEN}}><label for="{{NAME}}-{{PERMISSION_NAME}}">{{PERMISSION_LABEL}}</label></div>
{{/PERMISSION}}{{#IS_THERE}}<input type="hidden" name="{{NAME}}" value="">
{{/IS_THERE}}</fieldset>
