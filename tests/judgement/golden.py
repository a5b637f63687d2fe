"""Golden payloads: what the bot sends in each situation, as files that stay the same until the bot changes."""

import json
import re
import tempfile
from collections.abc import Iterable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from analysis.model import Lang
from storage.facts import Facts
from tests.judgement.scene import Scene, empty_shop, lost_shop, opened_shop, scene
from tests.judgement.situations import SITUATIONS, Situation
from tests.judgement.wire import Exchange

FOLDER = Path(__file__).parent / "golden"
WIDTH = 150
WHERE: dict[str, tuple[tuple[str, ...], str]] = {
    "shop": ((), "message"),
    "no files": (("files:write",), "message"),
    "threads": ((), "thread"),
    "cards": ((), "block"),
    "empty": ((), "message"),
    "gone": ((), "message"),
}
"""Where situations happen: which permissions are missing there, and how pictures reach people."""
MASKS = (
    (re.compile(r"\b\d{10}\.\d{6}\b"), "1795000000.000000"),
    (re.compile(r"\b\d{13}\.\d+\.[0-9a-f]{16}\b"), "1795000000000.1.0123456789abcdef"),
    (re.compile(r"/[\w./-]+/(?=\w+\.duckdb)"), "/home/"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "0123456789abcdef0123456789abcdef"),
    (re.compile(r"\b([A-Z]|Ev)0LOCAL\d{4}\b"), r"\g<1>0LOCAL0000"),
)


def names() -> list[str]:
    """The name of each golden file, without its ending."""
    return [name(situation, lang) for situation in SITUATIONS for lang in situation.langs]


def name(situation: Situation, lang: Lang) -> str:
    """What a situation is called in one language."""
    return f"{situation.name}.{lang.value}"


def kept(name: str) -> list[dict[str, Any]]:
    """A golden file: the method of each payload, and what it was given."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def written(exchanges: Iterable[Exchange]) -> str:
    """Payloads as a golden file holds them: ids and times masked, a line for each thing that fits into one."""
    text = laid([{"method": one.method, "given": one.given} for one in exchanges]) + "\n"
    for pattern, mask in MASKS:
        text = pattern.sub(mask, text)
    return text


def laid(value: Any, indent: str = "") -> str:
    """JSON with a line for each part that fits into one."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(flat) <= WIDTH or not isinstance(value, dict | list) or not value:
        return flat
    deeper = f"{indent}  "
    if isinstance(value, list):
        parts, ends = [laid(part, deeper) for part in value], "[]"
    else:
        parts, ends = [f"{json.dumps(key)}: {laid(part, deeper)}" for key, part in value.items()], "{}"
    return f"{ends[0]}\n{deeper}" + f",\n{deeper}".join(parts) + f"\n{indent}{ends[1]}"


async def played(shop: Path) -> dict[str, str]:
    """Every situation played by the real bot, as the text of its golden file. `shop` is the sample shop's folder."""
    found: dict[str, str] = {}
    async with AsyncExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        shops = {"shop": opened_shop(shop), "empty": empty_shop(home), "gone": lost_shop(home)}
        for facts in shops.values():
            stack.callback(facts.close)
        scenes = {where: await _scene(stack, shops.get(where, shops["shop"]), where) for where in WHERE}
        for situation in SITUATIONS:
            for lang in situation.langs:
                there = scenes[situation.where]
                there.lang = lang
                for act in situation.acts:
                    await act(there)
                found[name(situation, lang)] = written(there.sent())
    return found


async def _scene(stack: AsyncExitStack, facts: Facts, where: str) -> Scene:
    home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    return await stack.enter_async_context(scene(facts, home, *WHERE[where]))
