"""views.*: the app's modals and Home."""

from bot.workspace import shapes
from bot.workspace.args import Args
from bot.workspace.office import Office
from bot.workspace.refusal import Refusal, missing
from bot.workspace.sockets import ticket
from bot.workspace.state import Json, View


def open_(office: Office, args: Args) -> Json:
    """views.open."""
    return _shown(office, office.modals.open(args.need("trigger_id"), _body(args)))


def push(office: Office, args: Args) -> Json:
    """views.push: its trigger must come from an open modal."""
    body = _body(args)
    trigger = office.modals.claim(args.need("trigger_id"))
    if trigger.view is None:
        raise Refusal("invalid_trigger_id")
    return _shown(office, office.modals.push(trigger.user, body, trigger.view))


def update(office: Office, args: Args) -> Json:
    """views.update, by view_id or external_id."""
    view = office.modals.find(args.text("view_id"), args.text("external_id"))
    return _shown(office, office.modals.update(view, _body(args), args.text("hash")))


def publish(office: Office, args: Args) -> Json:
    """views.publish."""
    user = args.need("user_id")
    if user not in office.state.people:
        raise Refusal("user_not_found")
    return _shown(office, office.modals.publish(user, _body(args), args.text("hash")))


def connect(office: Office, _args: Args) -> Json:
    """apps.connections.open: an address for one Socket Mode connection."""
    return {"url": ticket(office.desk)}


def _body(args: Args) -> Json:
    body = args.json("view")
    if not isinstance(body, dict):
        raise missing("view")
    return body


def _shown(office: Office, view: View) -> Json:
    return {"view": shapes.view(office.state, view)}
