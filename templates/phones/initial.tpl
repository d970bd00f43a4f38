{{%AUTOESCAPE context="XML"}}<flat-profile>
<!-- {{MODEL}}: what a new phone asks for first. It only says where the phone's own
     profile lies. -->
<Profile_Rule ua="na">
{{RULE}}
</Profile_Rule>
<!-- The rule above is asked at the next resync only, which therefore comes at once. The
     phone's own profile sets this back; left like this the phone would never rest. -->
<Resync_Periodic ua="na">
5
</Resync_Periodic>
<!-- A phone that is plugged in before it is registered asks again soon, not after
     the factory's hour. Never 0. -->
<Resync_Error_Retry_Delay ua="na">
30
</Resync_Error_Retry_Delay>
</flat-profile>
