"""Serving a channel over HTTP in a thread of its own, as Rasa does, with a stand-in for Rasa behind it."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from sanic import Blueprint, Sanic

_numbers = count()
# Sanic rewrites methods of its own when an app starts; only so can it do that several times in a process.
Sanic.test_mode = True


@contextmanager
def serve(blueprint: Blueprint, prefix: str, agent: Any) -> Iterator[tuple[str, asyncio.AbstractEventLoop]]:
    """Serve a channel's routes; gives the server's address, and the loop that it runs in."""
    app = Sanic(f"served-{next(_numbers)}", configure_logging=False)
    app.ctx.agent = agent
    app.blueprint(blueprint, url_prefix=prefix)
    loop, ready = asyncio.new_event_loop(), threading.Event()
    # Sanic takes a port of 0 for its usual one, where another test's server may still be.
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]

    async def start() -> Any:
        server = await app.create_server(sock=listener, return_asyncio_server=True, access_log=False)
        await server.startup()
        await server.before_start()
        await server.after_start()
        ready.set()
        return server

    async def stop(server: Any) -> None:
        await server.before_stop()
        server.close()

    def run() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(start())
        loop.run_forever()
        loop.run_until_complete(stop(server))
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(60)
    try:
        yield f"http://127.0.0.1:{port}", loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
