WSS wss://localhost:8443/echo

=== send hex
00 01 02 ff
=== send base64
AAEC/w==
=== send binary < ./frame.bin
=== send < ./message.json
=== send text fragments 3 uncompressed
abcdef
=== frame fin=0 opcode=0x1
68 65
=== bytes
81 05
