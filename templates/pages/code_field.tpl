{{%AUTOESCAPE context="HTML"}}<div class="field">
<label for="{{NAME}}">{{LABEL}}{{#REMARK}} <span class="optional">{{REMARK}}</span>{{/REMARK}}</label>
{{#HINT}}<p class="hint" id="{{NAME}}-hint">{{HINT}}</p>
{{/HINT}}{{#PROBLEM}}<p class="error" id="{{NAME}}-error">{{SENTENCE}}</p>
{{/PROBLEM}}{{#AT}}<div class="row">{{/AT}}<input id="{{NAME}}" name="{{NAME}}" class="code" value="{{VALUE}}" autocapitalize="none" spellcheck="false"{{#SCANNED}} data-scan{{/SCANNED}}{{#FIRST}} autofocus{{/FIRST}}{{#EXPLAINED}} aria-describedby="{{BY}}"{{/EXPLAINED}}{{#PROBLEM}} aria-invalid="true"{{/PROBLEM}}>{{#AT}}<span class="domain">@{{DOMAIN}}</span></div>{{/AT}}
{{#SCAN_STATUS}}<p class="said" id="scan-status" role="status" data-other-box="[[{code} is the MAC address of another box. It was not taken.]]" data-moved="[[{code} went into “{field}”.]]" data-no-mac="[[{code} is not a MAC address.]]"></p>
{{/SCAN_STATUS}}</div>
