"""What the app receives when a person runs, presses or submits something."""

from bot.workspace import inputs, shapes
from bot.workspace.manifest import Shortcut
from bot.workspace.office import Office
from bot.workspace.state import TEAM, Channel, Json, Message, Person, View

TOKEN = "local-verification-token"  # noqa: S105


def common(office: Office, kind: str, person: Person, trigger_id: str) -> Json:
    """The part that all interactions share."""
    return {
        "type": kind,
        "token": TOKEN,
        "team": {"id": TEAM, "domain": "local"},
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team},
        "api_app_id": office.state.bot.app,
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": trigger_id,
    }


def command(office: Office, person: Person, channel: Channel, words: tuple[str, str]) -> Json:
    """A slash command: `words` are the command and its text. It carries no thread, as in Slack."""
    name = {"im": "directmessage", "group": "privategroup"}.get(channel.kind, channel.name)
    return {
        "token": TOKEN,
        "team_id": TEAM,
        "team_domain": "local",
        "channel_id": channel.id,
        "channel_name": name,
        "user_id": person.id,
        "user_name": person.name,
        "command": words[0],
        "text": words[1],
        "api_app_id": office.state.bot.app,
        "is_enterprise_install": "false",
        "response_url": office.desk.hook(person.id, channel.id),
        "trigger_id": office.desk.trigger(person.id),
    }


def on_message(office: Office, person: Person, message: Message) -> Json:
    """Where a press on a message happened."""
    channel = office.state.channels[message.channel]
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.only_for is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    row: Json = {
        "container": container,
        "channel": {"id": channel.id, "name": "directmessage" if channel.user else channel.name},
        "state": {"values": message.values.get(person.id, {})},
        "response_url": office.desk.hook(person.id, channel.id, message),
    }
    return row if message.only_for else row | {"message": shapes.message(office.state, message)}


def on_view(office: Office, view: View) -> Json:
    """Where a press in a modal or App Home happened."""
    return {"container": {"type": "view", "view_id": view.id}, "view": shapes.view(office.state, view)}


def shortcut(office: Office, person: Person, row: Shortcut, message: Message | None) -> Json:
    """A global shortcut, or one on a message."""
    shared = common(office, "message_action" if message else "shortcut", person, office.desk.trigger(person.id))
    # As in Slack: neither names the app, and each names the person in one way only.
    del shared["api_app_id"], shared["user"]["username" if message else "name"]
    shared |= {"callback_id": row.callback_id, "action_ts": office.state.ts()}
    if message is None:
        return shared
    channel = office.state.channels[message.channel]
    return shared | {
        "message_ts": message.ts,
        "message": shapes.message(office.state, message),
        "channel": {"id": channel.id, "name": "directmessage" if channel.user else channel.name},
        "response_url": office.desk.hook(person.id, channel.id, message),
    }


def submission(office: Office, person: Person, view: View) -> Json:
    """A submitted modal."""
    trigger_id = office.desk.trigger(person.id, view.id)
    urls = [
        {
            "block_id": block["block_id"],
            "action_id": element["action_id"],
            "channel_id": chosen,
            "response_url": office.desk.hook(person.id, chosen),
        }
        for block, element in inputs.elements(view.body["blocks"])
        if element.get("response_url_enabled") and (chosen := _conversation(view, block, element))
    ]
    shown = shapes.view(office.state, view)
    return common(office, "view_submission", person, trigger_id) | {"view": shown, "response_urls": urls}


def _conversation(view: View, block: Json, element: Json) -> str:
    entry = view.values[block["block_id"]][element["action_id"]]
    return entry.get("selected_conversation") or entry.get("selected_channel") or ""
