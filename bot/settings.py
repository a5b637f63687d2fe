"""Every setting, read once from the environment into one frozen value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from analysis.errors import Unavailable
from analysis.model import Lang, Text


@dataclass(frozen=True)
class Setting:
    """One row of SETTINGS: the variable, what it is when unset, how it is read, what it is for."""

    name: str
    variable: str
    default: str
    read: Callable[[str], Any]
    help: Text
    secret: bool = False


def _between(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text)
        if not low <= number <= high:
            raise ValueError(f"must be between {low} and {high}")
        return number

    return read


def _instant(text: str) -> datetime | None:
    if not text:
        return None
    when = datetime.fromisoformat(text)
    if when.tzinfo is None:
        raise ValueError("needs a zone, as in 2026-11-22T09:00:00+08:00")
    return when


def _command(text: str) -> str:
    if not text.startswith("/") or not 2 <= len(text) <= 32 or not text[1:].replace("-", "").replace("_", "").isalnum():
        raise ValueError("must look like /kpi, 32 characters at most")
    return text


def _prefixed(*prefixes: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text and not text.startswith(prefixes):
            raise ValueError(f"must begin with {' or '.join(prefixes)}")
        return text

    return read


def _address(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError("must be an http(s) address")
    return text if text.endswith("/") else text + "/"


def _one_of(*names: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in names:
            raise ValueError(f"must be one of {', '.join(names)}")
        return text

    return read


PICTURES = ("message", "thread", "block", "text")

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "home",
        "CHESTNUT_HOME",
        "./chestnut-home",
        Path,
        Text("Folder of the shop: shop.yaml, mappings, embedded stores", "店铺文件夹：shop.yaml、映射、内置数据库"),
    ),
    Setting(
        "facts_url",
        "CHESTNUT_FACTS_URL",
        "",
        str,
        Text("Metrics store; empty: a DuckDB file in the home folder", "指标库地址；留空用主目录里的 DuckDB 文件"),
        secret=True,
    ),
    Setting(
        "records_url",
        "CHESTNUT_RECORDS_URL",
        "",
        str,
        Text(
            "The team's memory; empty: a SQLite file in the home folder", "团队记录库地址；留空用主目录里的 SQLite 文件"
        ),
        secret=True,
    ),
    Setting(
        "port",
        "CHESTNUT_PORT",
        "8330",
        _between(0, 65535),
        Text("Port of the page and of HTTP mode; 0 picks a free one", "网页和 HTTP 模式的端口；0 表示任选空闲端口"),
    ),
    Setting(
        "lang", "CHESTNUT_LANG", "en", Lang, Text("Language when nothing else says: en or zh", "默认语言：en 或 zh")
    ),
    Setting(
        "now",
        "CHESTNUT_NOW",
        "",
        _instant,
        Text("Pretend it is this instant (demo, ask and tests only)", "假定现在是这一刻（仅限 demo、ask 和测试）"),
    ),
    Setting(
        "command",
        "CHESTNUT_COMMAND",
        "/kpi",
        _command,
        Text("The root slash command; shortcuts get its prefix", "主斜杠命令；其余命令沿用它的前缀"),
    ),
    Setting(
        "workers",
        "CHESTNUT_WORKERS",
        "4",
        _between(1, 64),
        Text("How many questions are worked on at once", "同时处理的提问数"),
    ),
    Setting(
        "query_timeout",
        "CHESTNUT_QUERY_TIMEOUT",
        "20",
        _between(1, 600),
        Text("Seconds a query may take", "单次查询最长秒数"),
    ),
    Setting(
        "pictures",
        "CHESTNUT_PICTURES",
        "message",
        _one_of(*PICTURES),
        Text(
            "How pictures reach people: in the message, below it in the thread, as a block of it, or not at all (text)",
            "图片的发送方式：message 与消息一起、thread 在消息串中、block 嵌入消息、text 只用文字",
        ),
    ),
    Setting(
        "bot_token",
        "SLACK_BOT_TOKEN",
        "",
        _prefixed("xoxb-", "xoxe.xoxb-"),
        Text("Bot token (xoxb-…)", "机器人令牌（xoxb-…）"),
        secret=True,
    ),
    Setting(
        "app_token",
        "SLACK_APP_TOKEN",
        "",
        _prefixed("xapp-"),
        Text("App-level token (xapp-…): Socket Mode", "应用级令牌（xapp-…）:Socket 模式"),
        secret=True,
    ),
    Setting(
        "signing_secret",
        "SLACK_SIGNING_SECRET",
        "",
        str,
        Text("Signing secret: HTTP mode, used when there is no app token", "签名密钥：HTTP 模式，没有应用级令牌时使用"),
        secret=True,
    ),
    Setting(
        "slack_url",
        "SLACK_API_URL",
        "https://slack.com/api/",
        _address,
        Text("Base address of Slack's Web API", "Slack Web API 的基础地址"),
    ),
)


@dataclass(frozen=True)
class Settings:
    """What the environment said. Secrets stay out of its repr."""

    home: Path
    facts_url: str = field(repr=False)
    records_url: str = field(repr=False)
    port: int
    lang: Lang
    now: datetime | None
    command: str
    workers: int
    query_timeout: int
    pictures: str
    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    slack_url: str

    @property
    def shop_file(self) -> Path:
        """The shop's description."""
        return self.home / "shop.yaml"

    @property
    def facts(self) -> str:
        """Where the metrics store is: the given address, or the file at home."""
        return self.facts_url or f"duckdb:///{self.home / 'facts.duckdb'}"

    @property
    def records(self) -> str:
        """Where the team's memory is: the given address, or the file at home."""
        return self.records_url or f"sqlite:///{self.home / 'records.sqlite'}"

    @property
    def door(self) -> Path:
        """The socket through which a second process reaches the running bot."""
        return self.home / "run" / "chestnut.sock"


def read(environment: Mapping[str, str]) -> Settings:
    """The settings an environment spells out.

    Raises Unavailable with every fault at once, each by its variable; a secret's value is not repeated.
    """
    values: dict[str, Any] = {}
    faults: list[str] = []
    for setting in SETTINGS:
        text = environment.get(setting.variable, "").strip() or setting.default
        try:
            values[setting.name] = setting.read(text)
        except ValueError as fault:
            shown = "" if setting.secret else f"={text}"
            faults.append(f"{setting.variable}{shown}: {fault}")
    if faults:
        listed = "\n".join(f"  {fault}" for fault in faults)
        raise Unavailable(Text(f"Settings that cannot be read:\n{listed}", f"无法读取的设置：\n{listed}"))
    return Settings(**values)
