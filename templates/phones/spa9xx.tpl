{{%AUTOESCAPE context="XML"}}{{!
The complete configuration of the family, in the order of the phones' own web pages.

Each line has one element: <Name>value</Name>. At its start spaconf compiles this file into a text for each model: it
repeats the part between LINE and /LINE for each line of the model, with the line's number as N, and KEY for each line key;
it expands {1-5} in a name to each number or letter, {n} and {k} to each line and line key; it drops parameters that the
model does not have (parameters.tsv), and paragraphs that lose all their elements; and it replaces values by those of
[phone.settings]. Values in double braces are different for each phone.
left_out.tsv has the reason for each missing parameter. Never use <X/>, which keeps the phone's value: <X></X> clears it.
}}<flat-profile>
<!-- {{MODEL}} -->

<!-- System: System Configuration. No web server. Where it is wanted, each
     phone has passwords of its own, which spaconf profile show can tell. -->
<Restricted_Access_Domains></Restricted_Access_Domains>
<Enable_Web_Server>No</Enable_Web_Server>
<Web_Server_Port>80</Web_Server_Port>
<Enable_Web_Admin_Access>Yes</Enable_Web_Admin_Access>
<Admin_Passwd>{{ADMIN_PASSWORD}}</Admin_Passwd>
<User_Password>{{USER_PASSWORD}}</User_Password>
<Protect_IVR_FactoryReset>No</Protect_IVR_FactoryReset>

<!-- System: Internet Connection Type -->
<Connection_Type>DHCP</Connection_Type>
<DHCP>Yes</DHCP>

<!-- System: Static IP Settings -->
<Static_IP></Static_IP>
<NetMask></NetMask>
<Gateway></Gateway>

<!-- System: PPPoE Settings -->
<PPPoE_Login_Name></PPPoE_Login_Name>
<PPPoE_Login_Password></PPPoE_Login_Password>
<PPPoE_Service_Name></PPPoE_Service_Name>

<!-- System: Optional Network Configuration -->
<HostName>{{HOSTNAME}}</HostName>
<Domain></Domain>
<Primary_DNS></Primary_DNS>
<Secondary_DNS></Secondary_DNS>
<DNS_Server_Order>DHCP,Manual</DNS_Server_Order>
<DNS_Query_Mode>Parallel</DNS_Query_Mode>
<Syslog_Server></Syslog_Server>
<Debug_Server></Debug_Server>
<Debug_Level>0</Debug_Level>
<Primary_NTP_Server></Primary_NTP_Server>
<Secondary_NTP_Server></Secondary_NTP_Server>

<!-- System: VLAN Settings -->
<Enable_VLAN>No</Enable_VLAN>
<Enable_CDP>Yes</Enable_CDP>
<VLAN_ID>1</VLAN_ID>
<PC_Port_VLAN_Highest_Priority>No Limit</PC_Port_VLAN_Highest_Priority>
<Enable_PC_Port_VLAN_Tagging>No</Enable_PC_Port_VLAN_Tagging>
<PC_Port_VLAN_ID>1</PC_Port_VLAN_ID>

<!-- SIP: SIP Parameters -->
<Max_Forward>70</Max_Forward>
<Max_Redirection>5</Max_Redirection>
<Max_Auth>2</Max_Auth>
<SIP_User_Agent_Name>$VERSION</SIP_User_Agent_Name>
<SIP_Server_Name>$VERSION</SIP_Server_Name>
<SIP_Reg_User_Agent_Name></SIP_Reg_User_Agent_Name>
<SIP_Accept_Language></SIP_Accept_Language>
<DTMF_Relay_MIME_Type>application/dtmf-relay</DTMF_Relay_MIME_Type>
<Remove_Last_Reg>No</Remove_Last_Reg>
<Use_Compact_Header>No</Use_Compact_Header>
<Escape_Display_Name>Yes</Escape_Display_Name>
<SIP-B_Enable>No</SIP-B_Enable>
<Talk_Package>No</Talk_Package>
<Hold_Package>No</Hold_Package>
<Conference_Package>No</Conference_Package>
<Notify_Conference>No</Notify_Conference>
<RFC_2543_Call_Hold>Yes</RFC_2543_Call_Hold>
<Random_REG_CID_On_Reboot>No</Random_REG_CID_On_Reboot>
<Mark_All_AVT_Packets>Yes</Mark_All_AVT_Packets>
<SIP_TCP_Port_Min>5060</SIP_TCP_Port_Min>
<SIP_TCP_Port_Max>5080</SIP_TCP_Port_Max>
<CTI_Enable>No</CTI_Enable>
<Caller_ID_Header>PAID-RPID-FROM</Caller_ID_Header>
<SRTP_Method>x-sipura</SRTP_Method>
<Hold_Target_Before_REFER>No</Hold_Target_Before_REFER>

<!-- SIP: SIP Timer Values (sec) -->
<SIP_T1>.5</SIP_T1>
<SIP_T2>4</SIP_T2>
<SIP_T4>5</SIP_T4>
<SIP_Timer_B>16</SIP_Timer_B>
<SIP_Timer_F>16</SIP_Timer_F>
<SIP_Timer_H>16</SIP_Timer_H>
<SIP_Timer_D>16</SIP_Timer_D>
<SIP_Timer_J>16</SIP_Timer_J>
<INVITE_Expires>240</INVITE_Expires>
<ReINVITE_Expires>30</ReINVITE_Expires>
<Reg_Min_Expires>1</Reg_Min_Expires>
<Reg_Max_Expires>7200</Reg_Max_Expires>
<Reg_Retry_Intvl>30</Reg_Retry_Intvl>
<Reg_Retry_Long_Intvl>1200</Reg_Retry_Long_Intvl>
<Reg_Retry_Random_Delay></Reg_Retry_Random_Delay>
<Reg_Retry_Long_Random_Delay></Reg_Retry_Long_Random_Delay>
<Reg_Retry_Intvl_Cap></Reg_Retry_Intvl_Cap>
<Sub_Min_Expires>10</Sub_Min_Expires>
<Sub_Max_Expires>7200</Sub_Max_Expires>
<Sub_Retry_Intvl>10</Sub_Retry_Intvl>

<!-- SIP: Response Status Code Handling -->
<SIT1_RSC></SIT1_RSC>
<SIT2_RSC></SIT2_RSC>
<SIT3_RSC></SIT3_RSC>
<SIT4_RSC></SIT4_RSC>
<Try_Backup_RSC></Try_Backup_RSC>
<Retry_Reg_RSC></Retry_Reg_RSC>

<!-- SIP: RTP Parameters -->
<RTP_Port_Min>16384</RTP_Port_Min>
<RTP_Port_Max>16482</RTP_Port_Max>
<RTP_Packet_Size>0.020</RTP_Packet_Size>
<Max_RTP_ICMP_Err>0</Max_RTP_ICMP_Err>
<RTCP_Tx_Interval>0</RTCP_Tx_Interval>
<No_UDP_Checksum>No</No_UDP_Checksum>
<Symmetric_RTP>No</Symmetric_RTP>
<Stats_In_BYE>No</Stats_In_BYE>

<!-- SIP: SDP Payload Types -->
<AVT_Dynamic_Payload>101</AVT_Dynamic_Payload>
<INFOREQ_Dynamic_Payload></INFOREQ_Dynamic_Payload>
<G726r16_Dynamic_Payload>98</G726r16_Dynamic_Payload>
<G726r24_Dynamic_Payload>97</G726r24_Dynamic_Payload>
<G726r32_Dynamic_Payload>2</G726r32_Dynamic_Payload>
<G726r40_Dynamic_Payload>96</G726r40_Dynamic_Payload>
<G729b_Dynamic_Payload>99</G729b_Dynamic_Payload>
<EncapRTP_Dynamic_Payload>112</EncapRTP_Dynamic_Payload>
<RTP-Start-Loopback_Dynamic_Payload>113</RTP-Start-Loopback_Dynamic_Payload>
<RTP-Start-Loopback_Codec>G711u</RTP-Start-Loopback_Codec>
<AVT_Codec_Name>telephone-event</AVT_Codec_Name>
<G711u_Codec_Name>PCMU</G711u_Codec_Name>
<G711a_Codec_Name>PCMA</G711a_Codec_Name>
<G726r16_Codec_Name>G726-16</G726r16_Codec_Name>
<G726r24_Codec_Name>G726-24</G726r24_Codec_Name>
<G726r32_Codec_Name>G726-32</G726r32_Codec_Name>
<G726r40_Codec_Name>G726-40</G726r40_Codec_Name>
<G729a_Codec_Name>G729a</G729a_Codec_Name>
<G729b_Codec_Name>G729ab</G729b_Codec_Name>
<G723_Codec_Name>G723</G723_Codec_Name>
<EncapRTP_Codec_Name>encaprtp</EncapRTP_Codec_Name>

<!-- SIP: NAT Support Parameters -->
<Handle_VIA_received>No</Handle_VIA_received>
<Handle_VIA_rport>No</Handle_VIA_rport>
<Insert_VIA_received>No</Insert_VIA_received>
<Insert_VIA_rport>No</Insert_VIA_rport>
<Substitute_VIA_Addr>No</Substitute_VIA_Addr>
<Send_Resp_To_Src_Port>No</Send_Resp_To_Src_Port>
<STUN_Enable>No</STUN_Enable>
<STUN_Test_Enable>No</STUN_Test_Enable>
<STUN_Server></STUN_Server>
<EXT_IP></EXT_IP>
<EXT_RTP_Port_Min></EXT_RTP_Port_Min>
<NAT_Keep_Alive_Intvl>15</NAT_Keep_Alive_Intvl>

<!-- SIP: Linksys Key System Parameters -->
<Linksys_Key_System>No</Linksys_Key_System>
<Multicast_Address>224.168.168.168:6061</Multicast_Address>
<Force_LAN_Codec>none</Force_LAN_Codec>

<!-- Provisioning: Configuration Profile. Hourly, not all at once; after a failure in ten
     minutes, then half an hour, then an hour. Never 0. The messages go to Syslog_Server. -->
<Resync_Periodic>3600+600</Resync_Periodic>
<Profile_Rule>{{RULE}}</Profile_Rule>
<Provision_Enable>Yes</Provision_Enable>
<Resync_On_Reset>Yes</Resync_On_Reset>
<Resync_Random_Delay>2</Resync_Random_Delay>
<Resync_Error_Retry_Delay>600,1800,3600</Resync_Error_Retry_Delay>
<Forced_Resync_Delay>14400</Forced_Resync_Delay>
<Resync_From_SIP>Yes</Resync_From_SIP>
<Resync_After_Upgrade_Attempt>Yes</Resync_After_Upgrade_Attempt>
<Resync_Trigger_1></Resync_Trigger_1>
<Resync_Trigger_2></Resync_Trigger_2>
<Resync_Fails_On_FNF>Yes</Resync_Fails_On_FNF>
<Profile_Rule_B></Profile_Rule_B>
<Profile_Rule_C></Profile_Rule_C>
<Profile_Rule_D></Profile_Rule_D>
<Log_Resync_Request_Msg>$PN $MAC -- Requesting resync $SCHEME://$SERVIP:$PORT$PATH</Log_Resync_Request_Msg>
<Log_Resync_Success_Msg>$PN $MAC -- Successful resync $SCHEME://$SERVIP:$PORT$PATH</Log_Resync_Success_Msg>
<Log_Resync_Failure_Msg>$PN $MAC -- Resync failed: $ERR</Log_Resync_Failure_Msg>
<Report_Rule></Report_Rule>
<User_Configurable_Resync>Yes</User_Configurable_Resync>

<!-- Provisioning: Firmware Upgrade. Never by one rule for all: 941, 942 and 962 have images of
     their own. -->
<Upgrade_Enable>No</Upgrade_Enable>
<Upgrade_Error_Retry_Delay>3600</Upgrade_Error_Retry_Delay>
<Downgrade_Rev_Limit></Downgrade_Rev_Limit>
<Upgrade_Rule></Upgrade_Rule>
<Log_Upgrade_Request_Msg>$PN $MAC -- Requesting upgrade $SCHEME://$SERVIP:$PORT$PATH</Log_Upgrade_Request_Msg>
<Log_Upgrade_Success_Msg>$PN $MAC -- Successful upgrade $SCHEME://$SERVIP:$PORT$PATH -- $ERR</Log_Upgrade_Success_Msg>
<Log_Upgrade_Failure_Msg>$PN $MAC -- Upgrade failed: $ERR</Log_Upgrade_Failure_Msg>

<!-- Provisioning: General Purpose Parameters -->
<GPP_{A-P}></GPP_{A-P}>

<!-- Regional: Call Progress Tones. Czech ones by ITU-T E.180, Supplement 2: 425 Hz throughout;
     dial, busy, congestion (Reorder), ringing, call waiting and special information as it
     lists them. The others, which it does not have, sound like the phones' own at 425 Hz. -->
<Dial_Tone>425@-19;10(.33/.33/1,.66/.66/1)</Dial_Tone>
<Outside_Dial_Tone>425@-16;10(*/0/1)</Outside_Dial_Tone>
<Prompt_Tone>425@-19;10(*/0/1)</Prompt_Tone>
<Busy_Tone>425@-19;10(.33/.33/1)</Busy_Tone>
<Reorder_Tone>425@-19;10(.165/.165/1)</Reorder_Tone>
<Off_Hook_Warning_Tone>425@-10;10(.125/.125/1)</Off_Hook_Warning_Tone>
<Ring_Back_Tone>425@-19;*(1/4/1)</Ring_Back_Tone>
<Call_Waiting_Tone>425@-19;30(.33/9/1)</Call_Waiting_Tone>
<Confirm_Tone>425@-16;1(.25/.25/1)</Confirm_Tone>
<SIT1_Tone>950@-16,1400@-16,1800@-16;20(.33/.03/1,.33/.03/2,.33/1/3)</SIT1_Tone>
<SIT2_Tone>950@-16,1400@-16,1800@-16;20(.33/.03/1,.33/.03/2,.33/1/3)</SIT2_Tone>
<SIT3_Tone>950@-16,1400@-16,1800@-16;20(.33/.03/1,.33/.03/2,.33/1/3)</SIT3_Tone>
<SIT4_Tone>950@-16,1400@-16,1800@-16;20(.33/.03/1,.33/.03/2,.33/1/3)</SIT4_Tone>
<MWI_Dial_Tone>425@-19;2(.1/.1/1);10(.33/.33/1,.66/.66/1)</MWI_Dial_Tone>
<Cfwd_Dial_Tone>425@-19;2(.2/.2/1);10(.33/.33/1,.66/.66/1)</Cfwd_Dial_Tone>
<Holding_Tone>425@-19;25(.1/.1/1,.1/.1/1,.1/9.5/1)</Holding_Tone>
<Conference_Tone>425@-19;20(.1/.1/1,.1/9.7/1)</Conference_Tone>
<Secure_Call_Indication_Tone>425@-19;15(0/2/0,.2/.1/1,.1/2.1/1)</Secure_Call_Indication_Tone>
<Page_Tone>425@-16;.3(.05/0.05/1)</Page_Tone>
<Alert_Tone>425@-19;.2(.05/0.05/1)</Alert_Tone>

<!-- Regional: Distinctive Ring Patterns -->
<Cadence_1>60(2/4)</Cadence_1>
<Cadence_2>60(.3/.2,1/.2,.3/4)</Cadence_2>
<Cadence_3>60(.8/.4,.8/4)</Cadence_3>
<Cadence_4>60(.4/.2,.3/.2,.8/4)</Cadence_4>
<Cadence_5>60(.2/.2,.2/.2,.2/.2,1/4)</Cadence_5>
<Cadence_6>60(.2/.4,.2/.4,.2/4)</Cadence_6>
<Cadence_7>60(4.5/4)</Cadence_7>
<Cadence_8>60(0.25/9.75)</Cadence_8>
<Cadence_9>60(.4/.2,.4/2)</Cadence_9>

<!-- Regional: Control Timer Values (sec) -->
<Reorder_Delay>5</Reorder_Delay>
<Call_Back_Expires>1800</Call_Back_Expires>
<Call_Back_Retry_Intvl>30</Call_Back_Retry_Intvl>
<Call_Back_Delay>.5</Call_Back_Delay>
<Interdigit_Long_Timer>10</Interdigit_Long_Timer>
<Interdigit_Short_Timer>3</Interdigit_Short_Timer>

<!-- Regional: Vertical Service Activation Codes -->
<Call_Return_Code>*69</Call_Return_Code>
<Blind_Transfer_Code>*98</Blind_Transfer_Code>
<Call_Back_Act_Code>*66</Call_Back_Act_Code>
<Call_Back_Deact_Code>*86</Call_Back_Deact_Code>
<Cfwd_All_Act_Code>*72</Cfwd_All_Act_Code>
<Cfwd_All_Deact_Code>*73</Cfwd_All_Deact_Code>
<Cfwd_Busy_Act_Code>*90</Cfwd_Busy_Act_Code>
<Cfwd_Busy_Deact_Code>*91</Cfwd_Busy_Deact_Code>
<Cfwd_No_Ans_Act_Code>*92</Cfwd_No_Ans_Act_Code>
<Cfwd_No_Ans_Deact_Code>*93</Cfwd_No_Ans_Deact_Code>
<CW_Act_Code>*56</CW_Act_Code>
<CW_Deact_Code>*57</CW_Deact_Code>
<CW_Per_Call_Act_Code>*71</CW_Per_Call_Act_Code>
<CW_Per_Call_Deact_Code>*70</CW_Per_Call_Deact_Code>
<Block_CID_Act_Code>*67</Block_CID_Act_Code>
<Block_CID_Deact_Code>*68</Block_CID_Deact_Code>
<Block_CID_Per_Call_Act_Code>*81</Block_CID_Per_Call_Act_Code>
<Block_CID_Per_Call_Deact_Code>*82</Block_CID_Per_Call_Deact_Code>
<Block_ANC_Act_Code>*77</Block_ANC_Act_Code>
<Block_ANC_Deact_Code>*87</Block_ANC_Deact_Code>
<DND_Act_Code>*78</DND_Act_Code>
<DND_Deact_Code>*79</DND_Deact_Code>
<Secure_All_Call_Act_Code>*16</Secure_All_Call_Act_Code>
<Secure_No_Call_Act_Code>*17</Secure_No_Call_Act_Code>
<Secure_One_Call_Act_Code>*18</Secure_One_Call_Act_Code>
<Secure_One_Call_Deact_Code>*19</Secure_One_Call_Deact_Code>
<Paging_Code>*96</Paging_Code>
<Call_Park_Code>*38</Call_Park_Code>
<Call_Pickup_Code>*36</Call_Pickup_Code>
<Call_UnPark_Code>*39</Call_UnPark_Code>
<Group_Call_Pickup_Code>*37</Group_Call_Pickup_Code>
<Media_Loopback_Code>*03</Media_Loopback_Code>
<Referral_Services_Codes></Referral_Services_Codes>
<Feature_Dial_Services_Codes></Feature_Dial_Services_Codes>

<!-- Regional: Vertical Service Announcement Codes -->
<Service_Annc_Base_Number></Service_Annc_Base_Number>
<Service_Annc_Extension_Codes></Service_Annc_Extension_Codes>

<!-- Regional: Outbound Call Codec Selection Codes -->
<Prefer_G711u_Code>*017110</Prefer_G711u_Code>
<Force_G711u_Code>*027110</Force_G711u_Code>
<Prefer_G711a_Code>*017111</Prefer_G711a_Code>
<Force_G711a_Code>*027111</Force_G711a_Code>
<Prefer_G723_Code>*01723</Prefer_G723_Code>
<Force_G723_Code>*02723</Force_G723_Code>
<Prefer_G726r16_Code>*0172616</Prefer_G726r16_Code>
<Force_G726r16_Code>*0272616</Force_G726r16_Code>
<Prefer_G726r24_Code>*0172624</Prefer_G726r24_Code>
<Force_G726r24_Code>*0272624</Force_G726r24_Code>
<Prefer_G726r32_Code>*0172632</Prefer_G726r32_Code>
<Force_G726r32_Code>*0272632</Force_G726r32_Code>
<Prefer_G726r40_Code>*0172640</Prefer_G726r40_Code>
<Force_G726r40_Code>*0272640</Force_G726r40_Code>
<Prefer_G729a_Code>*01729</Prefer_G729a_Code>
<Force_G729a_Code>*02729</Force_G729a_Code>

<!-- Regional: Miscellaneous. Prague. -->
<Time_Zone>GMT+01:00</Time_Zone>
<Time_Offset__HH_mm_></Time_Offset__HH_mm_>
<Daylight_Saving_Time_Rule>start=3/-1/7/2:0:0;end=10/-1/7/3:0:0;save=1</Daylight_Saving_Time_Rule>
<Daylight_Saving_Time_Enable>Yes</Daylight_Saving_Time_Enable>
<DTMF_Playback_Level>-16</DTMF_Playback_Level>
<DTMF_Playback_Length>.1</DTMF_Playback_Length>
<Inband_DTMF_Boost>12dB</Inband_DTMF_Boost>
<Dictionary_Server_Script></Dictionary_Server_Script>
<Language_Selection></Language_Selection>
<Default_Character_Encoding>ISO-8859-1</Default_Character_Encoding>

<!-- Phone: General -->
<Text_Logo></Text_Logo>
<Station_Name>{{STATION}}</Station_Name>
<Voice_Mail_Number></Voice_Mail_Number>
<BMP_Picture_Download_URL></BMP_Picture_Download_URL>
<Select_Logo>Default</Select_Logo>

{{#KEY}}
<!-- Phone: Line Key {{N}} -->
<Extension_{{N}}_>{{EXTENSION}}</Extension_{{N}}_>
<Short_Name_{{N}}_>{{USER}}</Short_Name_{{N}}_>
<Share_Call_Appearance_{{N}}_>private</Share_Call_Appearance_{{N}}_>
<Extended_Function_{{N}}_></Extended_Function_{{N}}_>
{{/KEY}}

<!-- Phone: Miscellaneous Line Key Settings -->
<SCA_Line_ID_Mapping>Vertical First</SCA_Line_ID_Mapping>
<SCA_Barge-In_Enable>No</SCA_Barge-In_Enable>

<!-- Phone: Line Key LED Pattern -->
<Idle_LED></Idle_LED>
<Remote_Undefined_LED></Remote_Undefined_LED>
<Local_Seized_LED></Local_Seized_LED>
<Remote_Seized_LED></Remote_Seized_LED>
<Local_Progressing_LED></Local_Progressing_LED>
<Remote_Progressing_LED></Remote_Progressing_LED>
<Local_Ringing_LED></Local_Ringing_LED>
<Remote_Ringing_LED></Remote_Ringing_LED>
<Local_Active_LED></Local_Active_LED>
<Remote_Active_LED></Remote_Active_LED>
<Local_Held_LED></Local_Held_LED>
<Remote_Held_LED></Remote_Held_LED>
<Register_Failed_LED></Register_Failed_LED>
<Disabled_LED></Disabled_LED>
<Registering_LED></Registering_LED>
<Call_Back_Active_LED></Call_Back_Active_LED>

<!-- Phone: Supplementary Services -->
<Conference_Serv>Yes</Conference_Serv>
<Attn_Transfer_Serv>Yes</Attn_Transfer_Serv>
<Blind_Transfer_Serv>Yes</Blind_Transfer_Serv>
<DND_Serv>Yes</DND_Serv>
<Block_ANC_Serv>Yes</Block_ANC_Serv>
<Call_Back_Serv>Yes</Call_Back_Serv>
<Block_CID_Serv>Yes</Block_CID_Serv>
<Secure_Call_Serv>Yes</Secure_Call_Serv>
<Cfwd_All_Serv>Yes</Cfwd_All_Serv>
<Cfwd_Busy_Serv>Yes</Cfwd_Busy_Serv>
<Cfwd_No_Ans_Serv>Yes</Cfwd_No_Ans_Serv>
<Paging_Serv>Yes</Paging_Serv>
<Call_Park_Serv>Yes</Call_Park_Serv>
<Call_Pick_Up_Serv>Yes</Call_Pick_Up_Serv>
<ACD_Login_Serv>No</ACD_Login_Serv>
<Group_Call_Pick_Up_Serv>Yes</Group_Call_Pick_Up_Serv>
<ACD_Ext>1</ACD_Ext>
<Service_Annc_Serv>No</Service_Annc_Serv>
<Web_Serv>Yes</Web_Serv>

<!-- Phone: Ring Tone -->
<Ring1>n=Classic-1;w=3;c=1</Ring1>
<Ring2>n=Classic-2;w=3;c=2</Ring2>
<Ring3>n=Classic-3;w=3;c=3</Ring3>
<Ring4>n=Classic-4;w=3;c=4</Ring4>
<Ring5>n=Simple-1;w=2;c=1</Ring5>
<Ring6>n=Simple-2;w=2;c=2</Ring6>
<Ring7>n=Simple-3;w=2;c=3</Ring7>
<Ring8>n=Simple-4;w=2;c=4</Ring8>
<Ring9>n=Simple-5;w=2;c=5</Ring9>
<Ring10>n=Office;w=4;c=1</Ring10>

<!-- Phone: Audio Input Gain (dB) -->
<Handset_Input_Gain>0</Handset_Input_Gain>
<Headset_Input_Gain>0</Headset_Input_Gain>
<Speakerphone_Input_Gain>0</Speakerphone_Input_Gain>
<Acoustic_Echo_Canceller_Enable>Yes</Acoustic_Echo_Canceller_Enable>
<Handset_Additional_Input_Gain>0</Handset_Additional_Input_Gain>
<Headset_Additional_Input_Gain>0</Headset_Additional_Input_Gain>
<Speakerphone_Additional_Input_Gain>0</Speakerphone_Additional_Input_Gain>

<!-- Phone: LDAP Corporate Directory Search -->
<LDAP_Dir_Enable>No</LDAP_Dir_Enable>
<LDAP_Corp_Dir_Name></LDAP_Corp_Dir_Name>
<LDAP_Server></LDAP_Server>
<LDAP_Auth_Method>None</LDAP_Auth_Method>
<LDAP_Client_DN></LDAP_Client_DN>
<LDAP_Username></LDAP_Username>
<LDAP_Password></LDAP_Password>
<LDAP_Search_Base></LDAP_Search_Base>
<LDAP_Last_Name_Filter></LDAP_Last_Name_Filter>
<LDAP_First_Name_Filter></LDAP_First_Name_Filter>
<LDAP_Search_Item_3></LDAP_Search_Item_3>
<LDAP_Item_3_Filter></LDAP_Item_3_Filter>
<LDAP_Search_Item_4></LDAP_Search_Item_4>
<LDAP_item_4_Filter></LDAP_item_4_Filter>
<LDAP_Display_Attrs></LDAP_Display_Attrs>
<LDAP_Number_Mapping></LDAP_Number_Mapping>

<!-- Phone: Extension Mobility -->
<EM_Enable>No</EM_Enable>
<EM_User_Domain></EM_User_Domain>

<!-- Phone: Line Key Extended Function -->
<Subscribe_Expires>1800</Subscribe_Expires>
<Subscribe_Retry_Interval>30</Subscribe_Retry_Interval>
<Subscribe_Delay>1</Subscribe_Delay>
<Server_Type>RFC3265_4235</Server_Type>
<SPA932_Call_Pickup_Code>*98</SPA932_Call_Pickup_Code>

{{#LINE}}
<!-- Ext {{N}}: General -->
<Line_Enable_{{N}}_>{{IN_USE}}</Line_Enable_{{N}}_>

<!-- Ext {{N}}: Share Line Appearance -->
<Share_Ext_{{N}}_>private</Share_Ext_{{N}}_>
<Shared_User_ID_{{N}}_></Shared_User_ID_{{N}}_>
<Subscription_Expires_{{N}}_>3600</Subscription_Expires_{{N}}_>

<!-- Ext {{N}}: NAT Settings -->
<NAT_Mapping_Enable_{{N}}_>No</NAT_Mapping_Enable_{{N}}_>
<NAT_Keep_Alive_Enable_{{N}}_>No</NAT_Keep_Alive_Enable_{{N}}_>
<NAT_Keep_Alive_Msg_{{N}}_>$NOTIFY</NAT_Keep_Alive_Msg_{{N}}_>
<NAT_Keep_Alive_Dest_{{N}}_>$PROXY</NAT_Keep_Alive_Dest_{{N}}_>

<!-- Ext {{N}}: Network Settings -->
<SIP_TOS_DiffServ_Value_{{N}}_>0x68</SIP_TOS_DiffServ_Value_{{N}}_>
<SIP_CoS_Value_{{N}}_>3</SIP_CoS_Value_{{N}}_>
<RTP_TOS_DiffServ_Value_{{N}}_>0xb8</RTP_TOS_DiffServ_Value_{{N}}_>
<RTP_CoS_Value_{{N}}_>6</RTP_CoS_Value_{{N}}_>
<Network_Jitter_Level_{{N}}_>high</Network_Jitter_Level_{{N}}_>
<Jitter_Buffer_Adjustment_{{N}}_>up and down</Jitter_Buffer_Adjustment_{{N}}_>

<!-- Ext {{N}}: SIP Settings -->
<SIP_Transport_{{N}}_>UDP</SIP_Transport_{{N}}_>
<SIP_100REL_Enable_{{N}}_>No</SIP_100REL_Enable_{{N}}_>
<EXT_SIP_Port_{{N}}_></EXT_SIP_Port_{{N}}_>
<Auth_Resync-Reboot_{{N}}_>Yes</Auth_Resync-Reboot_{{N}}_>
<SIP_Proxy-Require_{{N}}_></SIP_Proxy-Require_{{N}}_>
<SIP_Remote-Party-ID_{{N}}_>No</SIP_Remote-Party-ID_{{N}}_>
<Referor_Bye_Delay_{{N}}_>4</Referor_Bye_Delay_{{N}}_>
<Refer-To_Target_Contact_{{N}}_>No</Refer-To_Target_Contact_{{N}}_>
<Referee_Bye_Delay_{{N}}_>0</Referee_Bye_Delay_{{N}}_>
<SIP_Debug_Option_{{N}}_>none</SIP_Debug_Option_{{N}}_>
<Refer_Target_Bye_Delay_{{N}}_>0</Refer_Target_Bye_Delay_{{N}}_>
<Sticky_183_{{N}}_>No</Sticky_183_{{N}}_>
<Auth_INVITE_{{N}}_>No</Auth_INVITE_{{N}}_>
<Ntfy_Refer_On_1xx-To-Inv_{{N}}_>Yes</Ntfy_Refer_On_1xx-To-Inv_{{N}}_>
<Use_Anonymous_With_RPID_{{N}}_>Yes</Use_Anonymous_With_RPID_{{N}}_>
<Set_G729_annexb_{{N}}_>none</Set_G729_annexb_{{N}}_>

<!-- Ext {{N}}: Call Feature Settings -->
<Blind_Attn-Xfer_Enable_{{N}}_>No</Blind_Attn-Xfer_Enable_{{N}}_>
<MOH_Server_{{N}}_></MOH_Server_{{N}}_>
<Message_Waiting_{{N}}_>No</Message_Waiting_{{N}}_>
<Auth_Page_{{N}}_>No</Auth_Page_{{N}}_>
<Default_Ring__{{N}}__>1</Default_Ring__{{N}}__>
<Auth_Page_Realm_{{N}}_></Auth_Page_Realm_{{N}}_>
<Conference_Bridge_URL_{{N}}_></Conference_Bridge_URL_{{N}}_>
<Auth_Page_Password_{{N}}_></Auth_Page_Password_{{N}}_>
<Mailbox_ID_{{N}}_></Mailbox_ID_{{N}}_>
<Voice_Mail_Server_{{N}}_></Voice_Mail_Server_{{N}}_>
<State_Agent_{{N}}_></State_Agent_{{N}}_>
<CFWD_Notify_Serv_{{N}}_>No</CFWD_Notify_Serv_{{N}}_>
<CFWD_Notifier_{{N}}_></CFWD_Notifier_{{N}}_>
<Default_Ring_{{N}}_>1</Default_Ring_{{N}}_>

<!-- Ext {{N}}: Proxy and Registration -->
<Proxy_{{N}}_>{{DOMAIN}}</Proxy_{{N}}_>
<Use_Outbound_Proxy_{{N}}_>{{USE_OUTBOUND}}</Use_Outbound_Proxy_{{N}}_>
<Outbound_Proxy_{{N}}_>{{OUTBOUND}}</Outbound_Proxy_{{N}}_>
<Use_OB_Proxy_In_Dialog_{{N}}_>Yes</Use_OB_Proxy_In_Dialog_{{N}}_>
<Register_{{N}}_>{{IN_USE}}</Register_{{N}}_>
<Make_Call_Without_Reg_{{N}}_>No</Make_Call_Without_Reg_{{N}}_>
<Register_Expires_{{N}}_>3600</Register_Expires_{{N}}_>
<Ans_Call_Without_Reg_{{N}}_>No</Ans_Call_Without_Reg_{{N}}_>
<Use_DNS_SRV_{{N}}_>No</Use_DNS_SRV_{{N}}_>
<DNS_SRV_Auto_Prefix_{{N}}_>No</DNS_SRV_Auto_Prefix_{{N}}_>
<Proxy_Fallback_Intvl_{{N}}_>3600</Proxy_Fallback_Intvl_{{N}}_>
<Proxy_Redundancy_Method_{{N}}_>Normal</Proxy_Redundancy_Method_{{N}}_>

<!-- Ext {{N}}: Subscriber Information -->
<Display_Name_{{N}}_>{{DISPLAY}}</Display_Name_{{N}}_>
<User_ID_{{N}}_>{{USER}}</User_ID_{{N}}_>
<Password_{{N}}_>{{PASSWORD}}</Password_{{N}}_>
<Use_Auth_ID_{{N}}_>No</Use_Auth_ID_{{N}}_>
<Auth_ID_{{N}}_></Auth_ID_{{N}}_>
<Mini_Certificate_{{N}}_></Mini_Certificate_{{N}}_>
<SRTP_Private_Key_{{N}}_></SRTP_Private_Key_{{N}}_>

<!-- Ext {{N}}: Audio Configuration. G.711 first, as Europe speaks it. -->
<Preferred_Codec_{{N}}_>G711a</Preferred_Codec_{{N}}_>
<Use_Pref_Codec_Only_{{N}}_>No</Use_Pref_Codec_Only_{{N}}_>
<Second_Preferred_Codec_{{N}}_>G711u</Second_Preferred_Codec_{{N}}_>
<Third_Preferred_Codec_{{N}}_>Unspecified</Third_Preferred_Codec_{{N}}_>
<G729a_Enable_{{N}}_>Yes</G729a_Enable_{{N}}_>
<G723_Enable_{{N}}_>Yes</G723_Enable_{{N}}_>
<G726-16_Enable_{{N}}_>Yes</G726-16_Enable_{{N}}_>
<G726-24_Enable_{{N}}_>Yes</G726-24_Enable_{{N}}_>
<G726-32_Enable_{{N}}_>Yes</G726-32_Enable_{{N}}_>
<G726-40_Enable_{{N}}_>Yes</G726-40_Enable_{{N}}_>
<Release_Unused_Codec_{{N}}_>Yes</Release_Unused_Codec_{{N}}_>
<DTMF_Process_AVT_{{N}}_>Yes</DTMF_Process_AVT_{{N}}_>
<Silence_Supp_Enable_{{N}}_>No</Silence_Supp_Enable_{{N}}_>
<DTMF_Tx_Method_{{N}}_>Auto</DTMF_Tx_Method_{{N}}_>

<!-- Ext {{N}}: Dial Plan. Star codes, and any number, which is dialled after
     Interdigit_Short_Timer. -->
<Dial_Plan_{{N}}_>(*xx|x.)</Dial_Plan_{{N}}_>
<Caller_ID_Map_{{N}}_></Caller_ID_Map_{{N}}_>
<Enable_IP_Dialing_{{N}}_>Yes</Enable_IP_Dialing_{{N}}_>
<Emergency_Number_{{N}}_></Emergency_Number_{{N}}_>

{{/LINE}}
<!-- Ext: each line listens on a port of its own -->
<SIP_Port_1_>5060</SIP_Port_1_>
<SIP_Port_2_>5061</SIP_Port_2_>
<SIP_Port_3_>5062</SIP_Port_3_>
<SIP_Port_4_>5063</SIP_Port_4_>
<SIP_Port_5_>5064</SIP_Port_5_>
<SIP_Port_6_>5065</SIP_Port_6_>

<!-- User: Supplementary Services. Nobody outside opens the microphone or loops the sound
     back. -->
<Secure_Call_Setting>No</Secure_Call_Setting>
<Dial_Assistance>No</Dial_Assistance>
<Auto_Answer_Page>No</Auto_Answer_Page>
<Preferred_Audio_Device>Speaker</Preferred_Audio_Device>
<Send_Audio_To_Speaker>No</Send_Audio_To_Speaker>
<Time_Format>24hr</Time_Format>
<Date_Format>day/month</Date_Format>
<Miss_Call_Shortcut>Yes</Miss_Call_Shortcut>
<Accept_Media_Loopback_Request>never</Accept_Media_Loopback_Request>
<Media_Loopback_Mode>source</Media_Loopback_Mode>
<Media_Loopback_Type>media</Media_Loopback_Type>
<Log_Missed_Calls_for_EXT_{n}>Yes</Log_Missed_Calls_for_EXT_{n}>

<!-- User: Web Information Service Settings -->
<RSS_Feed_URL_{1-5}></RSS_Feed_URL_{1-5}>
<Feed_Data_Update_Interval_m_>15</Feed_Data_Update_Interval_m_>
<Scrolling_Timer_s_>0.8</Scrolling_Timer_s_>

<!-- User: Traffic Service Information Settings -->
<State></State>
<City></City>
<Street></Street>
<Zip_Code></Zip_Code>
</flat-profile>
