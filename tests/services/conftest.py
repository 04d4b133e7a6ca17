"""The real bot with the real PostgreSQL, Redis and RabbitMQ, each behind a plug that tests can pull.

Where they are is told by LANTERN_TEST_POSTGRES, LANTERN_TEST_REDIS (whose database is emptied) and
LANTERN_TEST_RABBITMQ. A database, an exchange and a queue are made under names of their own, and removed.
"""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import aio_pika
import psycopg2
import pytest
import redis
from ruamel.yaml import YAML

from lantern import local_bot, paths
from lantern.local_bot import LocalBot
from tests.services.plug import Plug

POSTGRES = urlparse(os.environ.get("LANTERN_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test"))
REDIS = urlparse(os.environ.get("LANTERN_TEST_REDIS", "redis://127.0.0.1:6379/9"))
RABBITMQ = urlparse(os.environ.get("LANTERN_TEST_RABBITMQ", "amqp://guest:guest@127.0.0.1:5672/"))


@dataclass
class Services:
    """The three services and what they hold."""

    name: str
    plugs: dict[str, Plug]
    database: Any = field(repr=False)
    redis: redis.Redis = field(repr=False)

    def rows(self) -> int:
        """Return how many rows all tables have together."""
        return sum(len(rows) for rows in self.tables().values())

    def tables(self) -> dict[str, list[str]]:
        """Return all rows of all tables as text."""
        with self.database.cursor() as cursor:
            cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
            names = [row[0] for row in cursor.fetchall()]
            found = {}
            for name in names:
                cursor.execute(f'SELECT * FROM "{name}"')
                found[name] = [str(row) for row in cursor.fetchall()]
        return found

    def redis_words(self) -> list[str]:
        """Return all keys and values of Redis as text."""
        found = []
        for key in self.redis.scan_iter("*"):
            found += [repr(key), repr(self.redis.dump(key)), repr(self._value(key))]
        return found

    def _value(self, key: bytes) -> Any:
        return self.redis.get(key) if self.redis.type(key) == b"string" else None

    def messages(self) -> list[str]:
        """Return what waits in the queue; it stays there, in its order."""
        return asyncio.run(waiting(self.name))

    def unplug_nothing(self) -> None:
        """Put all plugs in again."""
        for plug in self.plugs.values():
            plug.push()


async def waiting(queue: str) -> list[str]:
    """Return what waits in a queue of RabbitMQ; closing the connection puts it back."""
    found = []
    async with await aio_pika.connect(RABBITMQ.geturl()) as connection:
        channel = await connection.channel()
        held = await channel.get_queue(queue)
        while message := await held.get(fail=False):
            found.append(message.body.decode("utf-8"))
    return found


async def empty(queue: str) -> None:
    """Throw away what waits in a queue, if there is one."""
    async with await aio_pika.connect(RABBITMQ.geturl()) as connection:
        with suppress(aio_pika.exceptions.ChannelNotFoundEntity):
            await (await (await connection.channel()).get_queue(queue)).purge()


async def remove(name: str) -> None:
    """Remove the queue and the exchange of that name."""
    async with await aio_pika.connect(RABBITMQ.geturl()) as connection:
        channel = await connection.channel()
        await channel.queue_delete(name)
        await channel.exchange_delete(name)


class ServiceBot(LocalBot):
    """A local bot with the services in its endpoints, and everything logged."""

    services: Services

    def _endpoints(self) -> Path:
        target = super()._endpoints()
        yaml = YAML(typ="safe")
        settings = yaml.load(target.read_text(encoding="utf-8"))
        ports = {name: plug.port for name, plug in self.services.plugs.items()}
        settings["tracker_store"] = {
            "type": "lantern.stores.tracker_store.PrivateTrackerStore",
            "dialect": "postgresql",
            "url": "127.0.0.1",
            "port": ports["postgres"],
            "username": POSTGRES.username,
            "password": POSTGRES.password or "none",
            "db": self.services.name,
        }
        settings["lock_store"] = {
            "type": "redis",
            "url": "127.0.0.1",
            "port": ports["redis"],
            "db": int(REDIS.path[1:] or 0),
            "key_prefix": self.services.name,
            "socket_timeout": 1,
        }
        settings["event_broker"] = {
            "type": "lantern.stores.event_broker.PrivateEventBroker",
            "url": "127.0.0.1",
            "port": ports["rabbitmq"],
            "username": RABBITMQ.username,
            "password": RABBITMQ.password,
            "queues": [self.services.name],
            "exchange_name": self.services.name,
        }
        with target.open("w", encoding="utf-8") as stream:
            yaml.dump(settings, stream)
        return target

    def _rasa(self) -> list[str]:
        return [*super()._rasa(), "--debug"]


@pytest.fixture(scope="session")
def services() -> Iterator[Services]:
    name = f"lantern{secrets.token_hex(4)}"
    address = {"host": POSTGRES.hostname, "port": POSTGRES.port or 5432, "user": POSTGRES.username}
    address["password"] = POSTGRES.password or ""
    main = psycopg2.connect(dbname=POSTGRES.path[1:], **address)
    main.autocommit = True
    main.cursor().execute(f"CREATE DATABASE {name}")
    database = psycopg2.connect(dbname=name, **address)
    database.autocommit = True
    store = redis.Redis(REDIS.hostname, REDIS.port or 6379, int(REDIS.path[1:] or 0))
    store.flushdb()
    plugs = {
        "postgres": Plug(str(POSTGRES.hostname), POSTGRES.port or 5432),
        "redis": Plug(str(REDIS.hostname), REDIS.port or 6379),
        "rabbitmq": Plug(str(RABBITMQ.hostname), RABBITMQ.port or 5672),
    }
    try:
        yield Services(name, plugs, database, store)
    finally:
        for plug in plugs.values():
            plug.pull()
        database.close()
        main.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")
        store.flushdb()
        asyncio.run(remove(name))


@pytest.fixture(scope="session")
def bot(model: Path, services: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServiceBot]:
    folder = tmp_path_factory.mktemp("state")
    credentials = folder / "credentials.yml"
    yaml = YAML(typ="safe")
    channels = yaml.load((paths.ROOT / "credentials.yml").read_text(encoding="utf-8"))
    marks = f"redis://127.0.0.1:{services.plugs['redis'].port}{REDIS.path}"
    channels["lantern.channels.website.channel.Website"] = {"marks": marks, "messages_a_minute": 600}
    with credentials.open("w", encoding="utf-8") as stream:
        yaml.dump(channels, stream)
    # Everything is logged here, and the machine may be busy.
    local_bot.START_SECONDS = 300.0
    running = ServiceBot(model, 0, 0, folder / "bot", credentials)
    running.services = services
    with running:
        yield running


@pytest.fixture(autouse=True)
def plugged(services: Services) -> Iterator[None]:
    """Put the plugs in again after each test, and empty the queue, which tests read whole."""
    yield
    services.unplug_nothing()
    asyncio.run(empty(services.name))
