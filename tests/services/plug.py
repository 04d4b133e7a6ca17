"""A plug between the bot and a service: pulled, nobody is there; muted, somebody listens and says nothing."""

from __future__ import annotations

import contextlib
import socket
import threading


class Plug:
    """Forwards a port of its own to a service, until it is pulled or muted."""

    def __init__(self, host: str, port: int) -> None:
        self._service = (host, port)
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._muted = threading.Event()
        self._listener: socket.socket | None = None
        self.port = 0
        self.push()

    def push(self) -> None:
        """Put the plug in (again); the port stays the same."""
        self._muted.clear()
        if self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self.port), reuse_port=False)
            self.port = self._listener.getsockname()[1]
            threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def pull(self) -> None:
        """Cut all connections; new ones are refused."""
        if self._listener:
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        self._cut()

    def mute(self) -> None:
        """Let connections be, and pass nothing on."""
        self._muted.set()

    def _cut(self) -> None:
        for pair in self._pairs:
            for end in pair:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
        self._pairs.clear()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
                far = socket.create_connection(self._service)
            except OSError:
                return
            self._pairs.append((near, far))
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(source, target), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if not self._muted.is_set():
                    target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
