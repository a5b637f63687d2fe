"""A bot as a process that is born in an instant: a parent that has everything imported forks it on demand."""

import asyncio
import json
import logging
import os
import select
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from analysis.model import Lang
from bot import opening, settings
from bot.bot import Bot, Manner
from bot.cli.run import connection, manner
from bot.service import goodbye, working
from bot.terms import Terms, utc_now
from handlers import TABLES
from handlers.command import Call, Origin, Reply, Shop
from handlers.tables import Tables
from storage.catalog import Catalog
from storage.facts import Facts
from storage.records import Records

NEVER = ""


@dataclass(frozen=True)
class Order:
    """A bot to be born: its environment, how it delivers, and the step of a delivery at which it kills itself.

    `nth` counts how often the step is met; `log` takes what it writes to stderr. `at_once` answers without
    computing; `patient` waits as long as the product does; its clock is `ahead_s`.
    """

    environment: Mapping[str, str] = field(default_factory=dict)
    log: str = os.devnull
    pictures: str = "message"
    step: str = NEVER
    nth: int = 1
    patient: bool = False
    at_once: bool = False
    ahead_s: float = 0.0

    def terms(self, fatal: "Fatal") -> Terms:
        """The product's own terms, but for waits that only make a test long."""
        common = Terms(owner="chestnut", pictures=self.pictures, probe=fatal.reached)
        if self.patient:
            return common
        soon = timedelta(seconds=0.05)
        quick = {"first": soon, "slowest": timedelta(seconds=1), "takeover": soon, "settle": timedelta(seconds=0.4)}
        return replace(common, every=timedelta(milliseconds=1), **quick)


ARM = signal.SIGUSR1


@dataclass
class Fatal:
    """Once armed, kills its own process, as nobody can catch, when a step is reached for the nth time."""

    step: str
    left: int
    armed: bool = False

    def arm(self) -> None:
        """Count from here on: what an earlier bot left has been delivered."""
        self.armed = True

    async def reached(self, step: str) -> None:
        """Count a step."""
        if self.armed and step == self.step:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True)
class Inheritance:
    """What a parent has ready for its children: the catalog, and an answer with its chart."""

    catalog: Catalog
    reply: Reply

    def at_once(self, call: Call, _shop: Shop) -> Reply:
        """An answer about whatever was asked, so that a bot killed soon after its birth still had to send one."""
        return replace(self.reply, headline=call.text, about=call.text)


def warm(home: str) -> Inheritance:
    """Answer one question with its picture, so that no child has to load or build what all of them need."""
    read = settings.read({"CHESTNUT_HOME": home, "CHESTNUT_RECORDS_URL": "sqlite://"})
    shop = opening.open_shop(read)
    try:
        call = Call("revenue 2024-12-01..2024-12-07 by channel", "U0", Lang.EN, utc_now(), Origin.SLASH, "C0")
        reply = TABLES.answer(call, shop)
        reply.charts[0].png()
    finally:
        opening.close_shop(shop)
    return Inheritance(shop.catalog, reply)


def live(order: Order, inheritance: Inheritance) -> None:
    """What `chestnut run` does, on the order's terms."""
    read = settings.read(order.environment)
    records = Records(read.records)
    records.migrate()
    catalog = inheritance.catalog
    shop = Shop(catalog, Facts(read.facts, catalog, read.query_timeout), records)
    tables = replace(TABLES, answer=inheritance.at_once) if order.at_once else TABLES
    try:
        asyncio.run(_serve(order, read, tables, shop))
    finally:
        opening.close_shop(shop)


async def _serve(order: Order, read: settings.Settings, tables: Tables, shop: Shop) -> None:
    told = goodbye()
    fatal = Fatal(order.step, order.nth)
    asyncio.get_running_loop().add_signal_handler(ARM, fatal.arm)
    usual: Manner = manner(read)
    ahead = timedelta(seconds=order.ahead_s)
    bot = Bot(tables, shop, connection(read), replace(usual, terms=order.terms(fatal)), lambda: utc_now() + ahead)
    async with working(bot, read):
        await told.wait()


def nursery(inheritance: Inheritance) -> None:
    """Fork a bot for each order that comes on stdin, one JSON a line; say on stdout who was born and who died."""
    woken, wake = os.pipe()
    for end in (woken, wake):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    orders = sys.stdin.buffer.raw
    rest = b""
    while True:
        ready, _, _ = select.select([orders, woken], [], [])
        if woken in ready:
            os.read(woken, 512)
            _bury()
        if orders in ready:
            came = os.read(0, 1 << 16)
            if not came:
                return
            *lines, rest = (rest + came).split(b"\n")
            for line in lines:
                _say(born=_fork(Order(**json.loads(line)), inheritance))


def _fork(order: Order, inheritance: Inheritance) -> int:
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        log = os.open(order.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        live(order, inheritance)
        status = 0
    except Exception:
        logging.exception("A bot could not live")
    finally:
        sys.stderr.flush()
        os._exit(status)


def _bury() -> None:
    with suppress(ChildProcessError):
        while True:
            child, status = os.waitpid(-1, os.WNOHANG)
            if not child:
                return
            _say(died=child, status=os.waitstatus_to_exitcode(status))


def _say(**what: int) -> None:
    os.write(1, json.dumps(what).encode() + b"\n")


@dataclass
class Child:
    """A bot that lives until `death` is done, with its exit status."""

    pid: int
    death: asyncio.Future[int]

    def send(self, number: signal.Signals) -> None:
        """Send a signal, unless it is dead already."""
        if not self.death.done():
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    async def end(self, number: signal.Signals = signal.SIGKILL, within_s: float = 20) -> int:
        """Send a signal and wait for the death."""
        self.send(number)
        async with asyncio.timeout(within_s):
            return await asyncio.shield(self.death)


@dataclass
class Nursery:
    """The parent process, from this side."""

    process: asyncio.subprocess.Process
    births: asyncio.Queue[int] = field(default_factory=asyncio.Queue)
    children: dict[int, Child] = field(default_factory=dict)
    order_: asyncio.Lock = field(default_factory=asyncio.Lock)
    reader: asyncio.Task[None] | None = None

    @classmethod
    async def opened(cls, home: Path) -> "Nursery":
        """Start it: a few seconds of imports and a first answer about the shop in `home`, which nobody else may use."""
        pipes = {"stdin": asyncio.subprocess.PIPE, "stdout": asyncio.subprocess.PIPE}
        root = Path(__file__).parents[3]
        calm = os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(root)}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.scenarios.faults.birth", str(home), cwd=root, env=calm, **pipes
        )
        here = cls(process)
        here.reader = asyncio.get_running_loop().create_task(here._read())
        return here

    async def bear(self, order: Order) -> Child:
        """A new bot."""
        assert self.process.stdin
        async with self.order_:
            self.process.stdin.write(json.dumps(asdict(order)).encode() + b"\n")
            return self.children[await self.births.get()]

    async def close(self) -> None:
        """End whoever lives, and the parent."""
        for child in self.children.values():
            child.send(signal.SIGKILL)
        assert self.process.stdin
        self.process.stdin.close()
        await self.process.wait()
        if self.reader:
            await self.reader

    async def _read(self) -> None:
        assert self.process.stdout
        async for line in self.process.stdout:
            said = json.loads(line)
            if "born" in said:
                death = asyncio.get_running_loop().create_future()
                self.children[said["born"]] = Child(said["born"], death)
                self.births.put_nowait(said["born"])
            else:
                self.children.pop(said["died"]).death.set_result(said["status"])


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s")
    nursery(warm(sys.argv[1]))
