{{%AUTOESCAPE context="XML"}}<flat-profile>
<!-- {{MODEL}}: what a new phone asks for first. It only says where the phone's own
     profile lies; that one sets Resync_Periodic back. -->
<Profile_Rule ua="na">
{{RULE}}
</Profile_Rule>
<Resync_Periodic ua="na">
5
</Resync_Periodic>
<!-- A phone that is plugged in before it is registered asks again soon, not after
     the factory's hour. Never 0. -->
<Resync_Error_Retry_Delay ua="na">
30
</Resync_Error_Retry_Delay>
</flat-profile>
