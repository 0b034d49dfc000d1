WS ws://localhost:8080/echo

=== repeat 10 every 100 ms
{ "tick": true }
=== repeat 2
inner
=== end
=== end
last
