# WebSockets that fail: before the 101, in it, and after it. RFC 6455 says what a client must do.
# 失败的 WebSocket：101 之前、101 本身、101 之后。RFC 6455 规定了客户端该怎么做。

### tcp: nothing listens there · 端口没有监听
# @name refused
ws://localhost:1/

### tls: an authority that nobody trusts · 颁发机构不受信任
# @name self-signed
wss://localhost:8443/echo

### upgrade: 401 with a body · 升级被拒绝
# The console shows status, headers and body of the refusal. 控制台显示拒绝的状态、头和正文。
# @name unauthorized
ws://localhost:8080/refuse/401

### upgrade: 200 instead of 101 · 回答了 200 而不是 101
# An ordinary answer: this server does not speak WebSocket here. 普通的回答：这里不支持 WebSocket。
# @name not-upgraded
ws://localhost:8080/refuse/200

### upgrade: a wrong Sec-WebSocket-Accept · Accept 不对
# The Handshake tab computes what it should have been (§4.2.2). Handshake 标签页算出正确的值。
# @name bad-accept
ws://localhost:8080/bad-accept

### frames: the server restarts, and we come again · 服务器重启，我们再来
# Three connections, a second apart: look at the hops in the Timeline. 三次连接，相隔一秒：请看时间线里的各跳。
# @name reconnect
# @reconnect 2
ws://localhost:8080/close/1012

### frames: closed by the server with 1011 · 服务器以 1011 关闭
# @name close-1011
ws://localhost:8080/close/1011

### frames: a close code that must not be sent · 不允许发送的关闭码
# 1005 stands for “no code”; on the wire it is an error (§7.4.1), answered with 1002.
# 1005 表示“没有关闭码”，出现在线上就是错误，以 1002 回应。
# @name close-1005
ws://localhost:8080/close/1005
