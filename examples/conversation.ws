# A conversation that checks itself: run it in CI with `wirebook run examples/conversation.ws`.
# 能自我检查的会话：可在 CI 中用 `wirebook run examples/conversation.ws` 运行。

### Expectations · 期望
# Each line below `expect` is a check; `capture` keeps a value for the steps below.
# `expect` 下面每行是一个检查；`capture` 为后面的步骤保存一个值。
# @name expectations
ws://localhost:8080/echo

{ "type": "welcome", "user": { "name": "王小明", "id": 42 } }
=== expect within 5 s
$.type == "welcome"
$.user.id > 40
{ "user": { "name": "王小明" } }
=== capture id = $.user.id
===
再见 {{id}}
=== expect text == "再见 {{id}}"
=== ping
=== expect pong within 5 s
=== close 1000 再见
=== expect close 1000

### Load · 重复
# @name repeat
ws://localhost:8080/echo

=== repeat 5 every 200 ms
tick
=== expect text == "tick"
=== end

### Frames nobody should send · 不该发送的帧
# The reserved opcode 3, unmasked: a good server closes with 1002. 保留的操作码 3、未掩码：规范的服务器会以 1002 关闭。
# @name forbidden
ws://localhost:8080/echo

=== frame opcode=0x3 mask=off
c0 ff ee
=== expect close 1002
