"""The same calls made to two Web APIs, and where their answers differ."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

Json = dict[str, Any]
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
TELLING = ("text", "count", "has_more", "reply_count", "type", "is_private", "real_name", "external_id", "callback_id")
"""Leaves whose values must agree too; elsewhere ids, times and addresses are each side's own."""


@dataclass(frozen=True)
class Step:
    """One call. `{name}` in an argument stands for what an earlier step kept; `keep` is name -> path in the answer."""

    method: str
    given: Json = field(default_factory=dict)
    keep: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.method}({', '.join(f'{key}={value}' for key, value in self.given.items())})"[:90]


@dataclass
class Twin:
    """One of two Web APIs, and what was kept of its answers."""

    base: str
    token: str
    http: aiohttp.ClientSession
    kept: dict[str, str] = field(default_factory=dict)

    async def take(self, step: Step) -> Json:
        """Make one call."""
        given = _filled(step.given, self.kept)
        if step.method == "upload":
            async with self.http.post(given["url"], data=PNG) as sent:
                return {"ok": sent.status == 200}
        headers = {"Authorization": f"Bearer {self.token}"}
        async with self.http.post(f"{self.base}/api/{step.method}", json=given, headers=headers) as answer:
            body = await answer.json()
        self.kept |= {name: str(found) for name, path in step.keep.items() if (found := at(body, path)) is not None}
        return body


def at(value: Any, path: str) -> Any:
    """What stands at a dotted path; `[name=sales]` picks a row of a list."""
    for part in path.split("."):
        picked = re.fullmatch(r"(\w+)\[(\w+)=(\w+)\]", part)
        if picked:
            rows = (value or {}).get(picked[1], ())
            value = next((row for row in rows if row.get(picked[2]) == picked[3]), None)
        else:
            value = value.get(part) if isinstance(value, dict) else None
    return value


def differences(ours: Any, theirs: Any, path: str = "") -> Iterator[str]:
    """Where two answers differ: in what they hold, in its types, and in the values that must agree."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted({*ours, *theirs}):
            if key not in theirs or key not in ours:
                yield f"{path}.{key} {'ours' if key in ours else 'theirs'} alone"
            else:
                yield from differences(ours[key], theirs[key], f"{path}.{key}")
    elif isinstance(ours, list) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            yield f"{path} {len(ours)} rows, theirs {len(theirs)}"
        for mine, other in zip(ours, theirs, strict=False):
            yield from differences(mine, other, f"{path}[]")
    elif _kind(ours) != _kind(theirs):
        yield f"{path} {_kind(ours)}, theirs {_kind(theirs)}"
    elif path.rpartition(".")[2] in (*TELLING, "ok", "error") and ours != theirs:
        yield f"{path} {ours!r}, theirs {theirs!r}"


def _kind(value: Any) -> str:
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__


def _filled(value: Any, kept: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return re.sub(r"\{(\w+)\}", lambda name: kept.get(name[1], name[0]), value)
    if isinstance(value, dict):
        return {key: _filled(inner, kept) for key, inner in value.items()}
    return [_filled(inner, kept) for inner in value] if isinstance(value, list) else value
