// @name ticker
// @profile single
// @linger 2 s
ws://localhost:8080/ticker

### binary
# @deflate off
# @max-payload 1 MB
# @subprotocol chat.v2
wss://localhost:8443/echo

=== send hex
00 01 ff
=== send base64
AAH/
=== send text
# a line of data
=== send binary < ./frame.bin
=== wait-for-server 3
=== ping hello
=== expect within 5 s
$.type == "welcome"
=== capture token = $.auth.token
=== wait 500 ms
=== repeat 2 every 1 s
{"token":"{{token}}"}

# a comment behind complete JSON
=== end
=== close 1000 done

###
TCP localhost:7
# @unheard-of

GET / HTTP/1.1

### relative
/path/only
Host: localhost:8443

### curl
curl https://example.com -H "A: b" \
  -d x=1
