# @auto-pong off
# @ping-every 20 s
# @max-payload 1 MiB
WS ws://localhost:8080/echo

=== ping are you there
=== expect pong within 1 s
=== pong
=== wait 500 ms
=== expect close 1000
