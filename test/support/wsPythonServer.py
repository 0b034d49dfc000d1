"""A WebSocket server of the `websockets` package: prints its port, runs until its input ends."""

import asyncio
import sys

import websockets


async def echo(websocket):
    async for message in websocket:
        await websocket.send(message)


async def fragments(websocket):
    await websocket.send(["Frag", "men", "te 你", "好"])
    await websocket.wait_closed()


async def ping(websocket):
    pong = await websocket.ping(b"python")
    await pong
    await websocket.send("answered")
    await websocket.wait_closed()


async def close(websocket):
    await websocket.close(4003, "geht nicht")


ROUTES = {"/echo": echo, "/fragments": fragments, "/ping": ping, "/close": close}


async def handle(websocket):
    await ROUTES[websocket.path](websocket)


async def main():
    server = await websockets.serve(handle, "127.0.0.1", 0, subprotocols=["wamp", "soap"])
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
