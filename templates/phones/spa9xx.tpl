{{%AUTOESCAPE context="XML"}}<flat-profile>
<!-- Linksys SPA9xx. Every value that a phone keeps from an earlier life is set or
     cleared here: an element that is empty clears, one that is missing keeps. -->

<!-- Provisioning -->
<Provision_Enable>Yes</Provision_Enable>
<Resync_On_Reset>Yes</Resync_On_Reset>
<Resync_Random_Delay>2</Resync_Random_Delay>
<Resync_Periodic>3600+600</Resync_Periodic>
<Resync_Error_Retry_Delay>600,1800,3600</Resync_Error_Retry_Delay>
<Forced_Resync_Delay>14400</Forced_Resync_Delay>
<Resync_From_SIP>Yes</Resync_From_SIP>
<Resync_Fails_On_FNF>Yes</Resync_Fails_On_FNF>
<Profile_Rule>{{RULE}}</Profile_Rule>
<Profile_Rule_B></Profile_Rule_B>
<Profile_Rule_C></Profile_Rule_C>
<Profile_Rule_D></Profile_Rule_D>
<Upgrade_Enable>No</Upgrade_Enable>
<Upgrade_Rule></Upgrade_Rule>

<!-- System -->
<Enable_Web_Server>No</Enable_Web_Server>
<HostName>{{HOSTNAME}}</HostName>
<Syslog_Server></Syslog_Server>
<Debug_Server></Debug_Server>

<!-- Phone -->
<Station_Name>{{STATION}}</Station_Name>
<Voice_Mail_Number></Voice_Mail_Number>
{{#KEY}}<Extension_{{N}}_>{{EXTENSION}}</Extension_{{N}}_>
<Short_Name_{{N}}_>{{LABEL}}</Short_Name_{{N}}_>
{{/KEY}}
<!-- Lines -->
{{#LINE}}{{#USED}}<Line_Enable_{{N}}_>Yes</Line_Enable_{{N}}_>
<Display_Name_{{N}}_>{{DISPLAY}}</Display_Name_{{N}}_>
<User_ID_{{N}}_>{{USER}}</User_ID_{{N}}_>
<Password_{{N}}_>{{PASSWORD}}</Password_{{N}}_>
<Use_Auth_ID_{{N}}_>No</Use_Auth_ID_{{N}}_>
<Auth_ID_{{N}}_></Auth_ID_{{N}}_>
<Proxy_{{N}}_>{{DOMAIN}}</Proxy_{{N}}_>
<Outbound_Proxy_{{N}}_>{{OUTBOUND}}</Outbound_Proxy_{{N}}_>
<Use_Outbound_Proxy_{{N}}_>{{USE_OUTBOUND}}</Use_Outbound_Proxy_{{N}}_>
<Register_{{N}}_>Yes</Register_{{N}}_>
{{/USED}}{{#UNUSED}}<Line_Enable_{{N}}_>No</Line_Enable_{{N}}_>
<Display_Name_{{N}}_></Display_Name_{{N}}_>
<User_ID_{{N}}_></User_ID_{{N}}_>
<Password_{{N}}_></Password_{{N}}_>
<Use_Auth_ID_{{N}}_>No</Use_Auth_ID_{{N}}_>
<Auth_ID_{{N}}_></Auth_ID_{{N}}_>
<Proxy_{{N}}_></Proxy_{{N}}_>
<Outbound_Proxy_{{N}}_></Outbound_Proxy_{{N}}_>
<Use_Outbound_Proxy_{{N}}_>No</Use_Outbound_Proxy_{{N}}_>
<Register_{{N}}_>No</Register_{{N}}_>
{{/UNUSED}}<Auth_Resync-Reboot_{{N}}_>Yes</Auth_Resync-Reboot_{{N}}_>
{{/LINE}}</flat-profile>
