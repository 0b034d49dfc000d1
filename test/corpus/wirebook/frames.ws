# @mask 0x37fa213d
# @stop-on-failure off
# @line-end lf
WEBSOCKET {{base}}/chat HTTP/2 (Prior Knowledge)

=== frame fin=0 rsv1=1 opcode=text mask=off
c1 86
=== frame opcode=continuation mask=0x00000000
=== send json fragments 2 lf < ./big message.json
=== send crlf
line one
line two
=== ping "quoted // text" # a comment
=== pong
=== close 4000 再见
