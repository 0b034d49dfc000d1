# Ten quotes a second, pushed by the server. 服务器每秒推送十条行情。
# Try the filter: AAPL, or /纳斯达克|香港/. Pause, scroll up, click a frame. 试试过滤、暂停、上翻、点击一帧。

### All quotes · 全部行情
# @name ticker
ws://localhost:8080/ticker

### One instrument · 只看一只
# A message narrows the stream; the answer is {"type":"ok"}. 发一条消息就只推送这一只。
# @name apple
ws://localhost:8080/ticker

{"subscribe":"AAPL"}

### Flood · 洪水
# 100,000 messages as fast as they are read. 尽快发来十万条消息。
# @name flood
ws://localhost:8080/flood?count=100000&size=100
