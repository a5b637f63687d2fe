"""What a person does to the app's controls: press, choose, submit, close."""

from collections.abc import Iterator

from bot.workspace import inputs, payloads, shapes
from bot.workspace.acts import outcome
from bot.workspace.office import Office
from bot.workspace.refusal import Refusal
from bot.workspace.state import Json, Message, Person, View

REQUIRED = {"en-US": "Please complete this required field.", "zh-CN": "请填写此必填字段。"}


async def press(office: Office, person: Person, on: Message | View, given: Json) -> Json:
    """Press or choose: `given` names action_id, values, and block_id and value where they are needed."""
    if not office.desk.manifest.interactive:
        raise Refusal("interactivity_disabled")
    blocks = on.blocks if isinstance(on, Message) else on.body["blocks"]
    block, element = _find(blocks, given)
    before = on.values.get(person.id, {}) if isinstance(on, Message) else on.values
    find = _finder(office, person)
    values = inputs.filled(blocks, _current(blocks, before), given["values"], find)
    entry = inputs.chosen(element, given.get("value"), find)
    if element["type"] not in inputs.STATELESS:
        values[block["block_id"]][element["action_id"]] = entry
    action = {"action_id": element["action_id"], "block_id": block["block_id"], **entry, "action_ts": office.state.ts()}
    for extra in ("text", "style", "placeholder", "confirm"):
        if extra in element:
            action[extra] = element[extra]
    if isinstance(on, Message):
        on.values[person.id] = values
        trigger_id = office.desk.trigger(person.id)
        where = payloads.on_message(office, person, on)
    else:
        on.values = values
        trigger_id = office.desk.trigger(person.id, on.id if on.body["type"] == "modal" else None)
        where = payloads.on_view(office, on)
    payload = payloads.common(office, "block_actions", person, trigger_id) | where | {"actions": [action]}
    return outcome(await office.delivery.send("interactive", payload), trigger_id=trigger_id)


async def submit(office: Office, person: Person, view: View, given: Json) -> Json:
    """Submit a modal. Empty required inputs are refused before the app hears of it, as Slack's client does."""
    _own(person, view)
    blocks = view.body["blocks"]
    view.values = inputs.filled(blocks, view.values, given, _finder(office, person))
    empty = inputs.missing(blocks, view.values)
    if empty:
        errors = dict.fromkeys(empty, REQUIRED.get(person.locale, REQUIRED["en-US"]))
        return {"ok": False, "acked": False, "error": "missing_required", "errors": errors}
    ack = await office.delivery.send("interactive", payloads.submission(office, person, view))
    if not ack.error:
        _follow(office, view, ack.body)
    said = {name: ack.body[name] for name in ("response_action", "errors") if name in ack.body}
    return outcome(ack, views=list(stack(office, person)), **said)


async def close(office: Office, person: Person, view: View) -> Json:
    """Close a modal; the app hears of it if it asked to."""
    _own(person, view)
    payload = payloads.common(office, "view_closed", person, "") | {"view": shapes.view(office.state, view)}
    payload["is_cleared"] = bool(view.body.get("clear_on_close"))
    if view.body.get("clear_on_close"):
        office.modals.clear(person.id)
    else:
        office.modals.close(view)
    if not view.body.get("notify_on_close"):
        return {"ok": True, "views": list(stack(office, person))}
    del payload["trigger_id"]
    ack = await office.delivery.send("interactive", payload)
    return outcome(ack, views=list(stack(office, person)))


def stack(office: Office, person: Person) -> Iterator[Json]:
    """A person's open modals, the lowest first."""
    for id_ in office.state.stacks[person.id]:
        yield shapes.view(office.state, office.state.views[id_])


def _follow(office: Office, view: View, answer: Json) -> None:
    match answer.get("response_action"):
        case "errors":
            known = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
            if not answer.get("errors") or set(answer["errors"]) - known:
                raise Refusal("invalid_response_errors", known=sorted(known))
        case "update":
            office.modals.update(view, answer.get("view", {}))
        case "push":
            office.modals.push(view.user, answer.get("view", {}), view.id)
        case "clear":
            office.modals.clear(view.user)
        case _:
            office.modals.close(view)


def _find(blocks: list[Json], given: Json) -> tuple[Json, Json]:
    wanted, within = given.get("action_id"), given.get("block_id")
    found = [
        (block, element)
        for block, element in inputs.elements(blocks)
        if element["action_id"] == wanted and within in (None, block["block_id"])
    ]
    if len(found) > 1 and given.get("value") is not None:
        found = [pair for pair in found if pair[1].get("value") == given["value"]] or found
    if not found:
        known = [element["action_id"] for _, element in inputs.elements(blocks)]
        raise Refusal("no_such_action", known=known)
    return found[0]


def _current(blocks: list[Json], before: Json) -> Json:
    fresh = inputs.initial(blocks)
    for block, entries in fresh.items():
        for action, entry in entries.items():
            kept = before.get(block, {}).get(action, {})
            if kept.get("type") == entry["type"]:
                entries[action] = kept
    return fresh


def _finder(office: Office, person: Person) -> inputs.Find:
    def find(kind: str, name: str) -> str:
        state = office.state
        # A conversation menu offers people too; choosing one means the conversation with them.
        found = state.person(name) if kind == "user" or name in state.people else state.channel(name, person.id)
        if found is None:
            raise Refusal(f"{kind}_not_found")
        return found.id

    return find


def _own(person: Person, view: View) -> None:
    if view.user != person.id:
        raise Refusal("not_found")
