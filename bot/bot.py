"""The Bot: all that starts and stops together for one shop."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Event

from analysis.model import Lang
from bot.app import connect
from bot.clock import REST_S, Clock
from bot.desk import Desk
from bot.mail import Post
from bot.outbox import Outbox
from bot.slack import SLACK, Voice, client
from bot.socket import Socket
from bot.terms import Terms, utc_now
from bot.web import Server, web_app
from bot.workers import PATIENCE_S, THREADS, Workers
from handlers.command import Shop
from handlers.tables import Tables

Now = Callable[[], datetime]

_LAST_ANSWERS_S = 1.0


@dataclass(frozen=True)
class Connection:
    """How to reach Slack and be reached by it: over Socket Mode with `app_token`, else over signed HTTP.

    `port` None opens no port of our own, 0 any free one.
    """

    bot_token: str = field(repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    api_url: str = SLACK
    host: str = "127.0.0.1"
    port: int | None = None


@dataclass(frozen=True)
class Manner:
    """How the bot goes about its work."""

    command: str = "/kpi"
    lang: Lang = Lang.EN
    terms: Terms = field(default_factory=Terms)
    threads: int = THREADS
    patience_s: float = PATIENCE_S
    rest_s: float = REST_S


class Bot:
    """One bot for one shop, started once. Needs a running event loop."""

    def __init__(
        self, tables: Tables, shop: Shop, connection: Connection, manner: Manner = Manner(), now: Now = utc_now
    ) -> None:
        """`now` is the clock, in UTC."""
        self._connection = connection
        slack = client(connection.bot_token, connection.api_url)
        self.outbox = Outbox(slack, shop.records, manner.terms)
        self.voice = Voice(slack, self.outbox, manner.lang)
        mail = Post(slack, self.outbox, shop.records, manner.terms.pictures)
        shop = replace(shop, mail=mail, stopping=Event())
        self.desk = Desk(shop, self.voice, Workers(manner.threads, patience_s=manner.patience_s), now)
        self._slack = connect(tables, self.desk, manner.command, connection.signing_secret)
        self._clock = Clock(tables.jobs, self.desk.work, shop.catalog.zone, manner.rest_s)
        self._socket: Socket | None = None
        self._server: Server | None = None
        self.port: int | None = None

    async def start(self) -> None:
        """Answer from here on.

        Raises Unavailable when Slack does not accept a token, OSError when the port is taken;
        `stop` is due then all the same.
        """
        there = self._connection
        await self.voice.introduce()
        await self.outbox.open()
        if there.port is not None:
            self._server = Server(web_app(None if there.app_token else self._slack, self.ready), there.host, there.port)
            self.port = await self._server.open()
        if there.app_token:
            self._socket = Socket(self._slack, self.voice.client, there.app_token)
            await self._socket.open()
        self._clock.start()

    async def ready(self) -> bool:
        """Whether a question asked now would be answered."""
        return await self._socket.connected() if self._socket else bool(self.voice.user)

    def data_arrived(self) -> None:
        """New data is in the shop: what depends on it is looked at again. For any thread."""
        self._clock.data_arrived()

    async def stop(self) -> None:
        """Hear nothing new, finish what is nearly done, let go of everything: within five seconds."""
        self.desk.shop.stopping.set()
        await self._clock.stop()
        if self._socket:
            await self._socket.close()
        if self._server:
            await self._server.close()
        await self.desk.close(_LAST_ANSWERS_S)
        await self.outbox.close(_LAST_ANSWERS_S)
        await self.voice.close()
