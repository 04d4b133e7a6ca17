"""A really started studio, over a copy of the content."""

from __future__ import annotations

import asyncio
import contextlib
import http.cookiejar
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lantern import paths
from lantern.local_bot import free_port
from lantern.studio.access import ROLES, USERS_FILE, Access, Person, add_user
from lantern.studio.content import Content
from lantern.studio.door import Door
from lantern.studio.jobs import Jobs
from lantern.studio.live_pages import _Pages
from lantern.studio.serving import Serving

COMMAND = [sys.executable, "-c", "from lantern.cli.app import main; main()", "studio", "--no-ahead"]
PASSWORD = "a long enough password"


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Lets a test see where it is sent."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


@dataclass
class Reply:
    """What came back."""

    status: int
    text: str
    headers: dict[str, str]
    body: bytes = b""


class Visitor:
    """Somebody with a browser's cookies and no scripts."""

    def __init__(self, address: str) -> None:
        self.address, self.cookies = address, http.cookiejar.CookieJar()
        handler = urllib.request.HTTPCookieProcessor(self.cookies)
        self._opener = urllib.request.build_opener(handler, NoRedirect)

    def get(self, path: str, **headers: str) -> Reply:
        """Ask for a page."""
        return self._send(urllib.request.Request(self.address + path, headers=headers))

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Reply:
        """Send a form."""
        body = urllib.parse.urlencode(fields).encode()
        return self._send(urllib.request.Request(self.address + path, body, headers))

    def send_file(self, path: str, fields: dict[str, str], field: str, name: str, body: bytes) -> Reply:
        """Send a form with a file in it."""
        edge = "a-line-that-stands-in-no-file"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in fields.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + body)
        headers = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        whole = b"".join([*parts, f"\r\n--{edge}--\r\n".encode()])
        return self._send(urllib.request.Request(self.address + path, whole, headers))

    def token(self) -> str:
        """Return the form token, as a page of the session shows it."""
        if not len(self.cookies):
            self.get("/")
        return self.get("/new").text.split('name="token" value="')[1].split('"')[0]

    def _send(self, request: urllib.request.Request) -> Reply:
        try:
            with self._opener.open(request, timeout=120) as reply:
                return _reply(reply.status, reply.read(), dict(reply.headers))
        except urllib.error.HTTPError as error:
            return _reply(error.code, error.read(), dict(error.headers))


def _reply(status: int, body: bytes, headers: dict[str, str]) -> Reply:
    # A spreadsheet is no text.
    return Reply(status, body.decode(errors="replace"), headers, body)


@dataclass
class Studio:
    """Where a started studio is, and the project that it works on."""

    address: str
    root: Path
    state: Path

    def visitor(self) -> Visitor:
        """Return a new visitor."""
        return Visitor(self.address)


def project(folder: Path) -> Path:
    """Return a copy of the project as far as the studio needs one, with a history of its own."""
    root = folder / "project"
    shutil.copytree(paths.DATA, root / "data")
    (root / "models").mkdir()
    (root / "models" / "encoder").symlink_to(paths.ENCODER)
    (root / ".gitignore").write_text("models\nstate\n", encoding="utf-8")
    for line in (
        "init -q",
        "config user.name x",
        "config user.email x@localhost",
        "add .",
        "commit -qm Begin",
    ):
        command = line.split()
        subprocess.run(["git", *command], cwd=root, check=True)
    return root


def started(root: Path, state: Path, *options: str) -> Iterator[Studio]:
    """Start a studio, wait until it answers, and stop it afterwards."""
    port = free_port(0, "PORT")
    environment = {**os.environ, "LANTERN_ROOT": str(root), "LANTERN_STATE": str(state)}
    command = [*COMMAND, "--port", str(port), "--state", str(state), *options]
    process = subprocess.Popen(command, cwd=paths.ROOT, env=environment)
    studio = Studio(f"http://127.0.0.1:{port}", root, state)
    try:
        while process.poll() is None:
            try:
                studio.visitor().get("/sign-in")
                break
            except OSError:
                # It is not listening yet; should it end meanwhile, this ends too.
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(0.1)
        assert process.poll() is None, "The studio has ended by itself."
        yield studio
    finally:
        process.terminate()
        process.wait(20)


def live_pages(root: Path, state: Path, jobs: Jobs) -> _Pages:
    """Return the pages about what goes live, in this process, where a test can set clocks and records."""
    door = Door(Access(b"key", None), exposed=False)
    return _Pages(door, Content(root, paths.ENCODER), jobs, Serving(state, 1))


def shown(handler: Callable[[Any], Coroutine[Any, Any, Any]], **arguments: str) -> str:
    """Return a page as somebody with all roles sees it."""
    context = SimpleNamespace(person=Person("Ana", frozenset(ROLES)))
    request: Any = SimpleNamespace(cookies={}, ctx=context, path="/", args=arguments)
    return str(asyncio.run(handler(request)).body.decode())


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio on one's own computer; each save is kept in git."""
    folder = tmp_path_factory.mktemp("studio")
    yield from started(project(folder), folder / "state", "--keep")


@pytest.fixture(scope="session")
def exposed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio that others can reach, with a writer and a reviewer."""
    folder = tmp_path_factory.mktemp("exposed")
    state = folder / "state"
    add_user(state / USERS_FILE, "Ana", PASSWORD, ["write"])
    add_user(state / USERS_FILE, "Rev", PASSWORD, ["review"])
    yield from started(project(folder), state, "--host", "0.0.0.0")


@pytest.fixture(scope="session")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio on this computer with a server before it, and a writer."""
    folder = tmp_path_factory.mktemp("behind")
    state = folder / "state"
    add_user(state / USERS_FILE, "Ana", PASSWORD, ["write"])
    yield from started(project(folder), state, "--proxies", "1")
