# Click Connect. The messages below go out one after another; then the connection stays open:
# type more in the console. 点击 Connect，下面的消息依次发出，之后连接保持打开，可以在控制台继续输入。
#
#   ===                   starts the next message · 开始下一条消息
#   === wait-for-server   waits for an answer first · 先等服务器回一条
#
# Below the empty line every line is part of a message, # too. 空行之后每一行都是消息内容，# 也一样。

# @name echo
ws://localhost:8080/echo

你好，服务器！
=== wait-for-server
{
  "type": "order",
  "customer": "王小明",
  "items": ["龙井茶", "青瓷杯"]
}
=== wait-for-server
再见

### Binary · 二进制
# `hex` and `base64` send bytes. hex 和 base64 发送字节。
# @name binary
ws://localhost:8080/echo

=== send hex
e4 bd a0 e5 a5 bd 00 ff
=== send base64
5L2g5aW9

### Fragments · 分片
# The server sends one message in three frames, with a ping between them. 一条消息分三帧，中间夹一个 ping。
# @name fragments
ws://localhost:8080/fragments

### Subprotocol · 子协议
# The Handshake tab shows what was offered and what was agreed. Handshake 标签页显示提出了什么、商定了什么。
# @name subprotocol
ws://localhost:8080/subprotocol
Sec-WebSocket-Protocol: chat.v2, chat.v1

### Chat · 聊天室
# Connect twice and talk to yourself. 连接两次，就可以和自己聊天。
# @name chat
ws://localhost:8080/chat

大家好！
