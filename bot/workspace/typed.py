"""What a person types, as Slack hands it to an app: escaped, with mentions, channels and links resolved."""

import re

from bot.workspace.state import GROUPS, Json, State

TOKEN = re.compile(
    r"<(?P<ref>(?:[@#]|!subteam\^)[A-Z0-9]+)(?:\|[^<>]*)?>"
    r"|(?P<url>https?://[^\s<>|]+)"
    r"|(?<![\w@])@(?P<name>[\w.-]+)"
    r"|(?<![\w&#])#(?P<room>[\w-]+)"
    r"|:(?P<emoji>[a-z][a-z0-9_+-]*):"
)


def escape(text: str) -> str:
    """Only `&`, `<` and `>`, as Slack does."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def message(state: State, text: str) -> tuple[str, list[Json]]:
    """The text of a message event and the rich text block that comes with it."""
    elements = _elements(state, text)
    block: Json = {
        "type": "rich_text",
        "block_id": state.id("b"),
        "elements": [{"type": "rich_text_section", "elements": elements}],
    }
    return "".join(_written(state, element, named=False) for element in elements), [block]


def command(state: State, text: str, *, resolve: bool) -> str:
    """The text of a slash command; names are resolved when the manifest says `should_escape`."""
    if not resolve:
        return escape(text)
    return "".join(_written(state, element, named=True) for element in _elements(state, text))


def mentions(text: str, user: str) -> bool:
    """Whether a message's text mentions a user."""
    return f"<@{user}>" in text


def _elements(state: State, text: str) -> list[Json]:
    elements: list[Json] = []
    end = 0
    for found in TOKEN.finditer(text):
        element = _element(state, found)
        if element is None:
            continue
        if found.start() > end:
            elements.append({"type": "text", "text": text[end : found.start()]})
        elements.append(element)
        end = found.end()
    if end < len(text):
        elements.append({"type": "text", "text": text[end:]})
    return elements


def _element(state: State, found: re.Match[str]) -> Json | None:
    if found["url"]:
        return {"type": "link", "url": found["url"]}
    if found["emoji"]:
        return {"type": "emoji", "name": found["emoji"]}
    if found["name"] in {"channel", "here", "everyone"}:
        return {"type": "broadcast", "range": found["name"]}
    name = found["name"] or found["room"] or found["ref"].removeprefix("!subteam^").lstrip("@#")
    if found["room"] or (found["ref"] or "").startswith("#"):
        channel = state.channel(name)
        return {"type": "channel", "channel_id": channel.id} if channel and channel.name else None
    if name in {state.bot.name, state.bot.user}:
        return {"type": "user", "user_id": state.bot.user}
    if group := next((id_ for id_, handle, *_ in GROUPS if name in {id_, handle}), None):
        return {"type": "usergroup", "usergroup_id": group}
    person = state.person(name)
    return {"type": "user", "user_id": person.id} if person else None


def _written(state: State, element: Json, *, named: bool) -> str:
    match element["type"]:
        case "link":
            return f"<{escape(element['url'])}>"
        case "emoji":
            return f":{element['name']}:"
        case "broadcast":
            return f"<!{element['range']}>"
        case "user":
            id_ = element["user_id"]
            name = state.bot.name if id_ == state.bot.user else state.people[id_].name
            return f"<@{id_}|{name}>" if named else f"<@{id_}>"
        case "usergroup":
            id_ = element["usergroup_id"]
            handle = next(handle for group, handle, *_ in GROUPS if group == id_)
            return f"<!subteam^{id_}|@{handle}>" if named else f"<!subteam^{id_}>"
        case "channel":
            channel = state.channels[element["channel_id"]]
            return f"<#{channel.id}|{channel.name}>" if named else f"<#{channel.id}>"
        case _:
            return escape(element["text"])
