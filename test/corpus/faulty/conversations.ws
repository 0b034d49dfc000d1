WS ws://localhost:8080/a

=== send hex
not hex

=== send base64
not base64!

=== expect
hello

=== wait long

=== repeat 3
again

>> conversation.json

###
UDP localhost:7

=== ping x

=== frame opcode=1
00

###
WS ws://localhost:8080/b
Content-Type

=== close 99999
