### a chat
# @subprotocol chat.v2
# @deflate off
# @linger 2 s
WS {{base}}/chat
Authorization: Bearer {{token}}

{ "type": "hello" }
=== expect within 5 s
$.type == "welcome"
=== capture session = $.session
=== send json   // with the session
{ "type": "join", "session": "{{session}}" }
=== wait-for-server 2
=== close 1000 done
