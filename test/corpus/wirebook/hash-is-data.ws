WS ws://localhost:8080/echo

# not a comment: a message begins with the first line that is not blank
second line
===
## neither is this
=====
because only three equals signs separate
