{{! plain text }}{{#RETIRED}}[[The telephone was retired. Please take its address and name back.]]
{{/RETIRED}}{{#DIFFERENCE}}{{SENTENCE}}
{{/DIFFERENCE}}[[Changed by {{ACTOR}}.]]
