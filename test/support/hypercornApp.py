"""Serves WebSockets over HTTP/2 by hypercorn: `hypercornApp.py PORT CERT KEY`. Says which protocol carried each."""

import asyncio
import sys

from hypercorn.asyncio import serve
from hypercorn.config import Config


async def application(scope, receive, send):
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
    elif scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"http/" + scope["http_version"].encode()})
    else:
        await converse(scope, receive, send)


async def converse(scope, receive, send):
    await receive()
    if scope["path"] == "/refuse":
        await send({"type": "websocket.close"})
        return
    offered = scope["subprotocols"]
    await send({"type": "websocket.accept", "subprotocol": offered[0] if offered else None})
    await send({"type": "websocket.send", "text": f"HTTP/{scope['http_version']} {scope['path']}"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({**message, "type": "websocket.send"})


port, certificate, key = sys.argv[1:]
config = Config.from_mapping(bind=[f"127.0.0.1:{port}"], certfile=certificate, keyfile=key, errorlog=None)
asyncio.run(serve(application, config))
