"""Modals and App Home: opening, stacking, replacing and closing views."""

from bot.workspace import checks, inputs
from bot.workspace.desk import Desk, Trigger
from bot.workspace.feed import Change
from bot.workspace.refusal import Refusal
from bot.workspace.state import Json, View

DEPTH = 3


class Modals:
    """Each person's stack of modals and their App Home."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def claim(self, trigger_id: str) -> Trigger:
        """Use a trigger up, or a Refusal: unknown, late or used before."""
        trigger = self.desk.triggers.get(trigger_id)
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if self.desk.clock.now() > trigger.expires:
            raise Refusal("expired_trigger_id")
        trigger.used = True
        return trigger

    def open(self, trigger_id: str, body: Json) -> View:
        """A first modal; whatever the person had open goes. A faulty view leaves the trigger unused."""
        body = self._modal(body)
        user = self.claim(trigger_id).user
        self.clear(user)
        view = self._new(user, body)
        self.desk.state.stacks[user].append(view.id)
        return self._tell(view)

    def push(self, user: str, body: Json, on: str | None = None) -> View:
        """A modal on top of another one."""
        body = self._modal(body)
        stack = self.desk.state.stacks[user]
        if not stack or (on and on not in stack):
            raise Refusal("invalid_arguments")
        if len(stack) >= DEPTH:
            raise Refusal("push_limit_reached")
        view = self._new(user, body)
        view.root, view.previous = stack[0], stack[-1]
        stack.append(view.id)
        return self._tell(view)

    def update(self, view: View, body: Json, hash_: str = "") -> View:
        """New content in an open view. Inputs that keep their ids keep what was typed."""
        if hash_ and hash_ != view.hash:
            raise Refusal("hash_conflict")
        view.body = checks.view(self.desk.state, body)
        self._unique(view.user, view.body, but=view.id)
        view.hash = self._hash()
        view.values = inputs.initial(view.body["blocks"]) | {
            block: values for block, values in view.values.items() if block in inputs.initial(view.body["blocks"])
        }
        return self._tell(view)

    def publish(self, user: str, body: Json, hash_: str = "") -> View:
        """A person's App Home."""
        state = self.desk.state
        if not self.desk.manifest.home:
            raise Refusal("not_enabled")
        current = state.homes.get(user)
        if current and hash_ and hash_ != current.hash:
            raise Refusal("hash_conflict")
        body = checks.view(state, body)
        if body["type"] != "home":
            raise Refusal("invalid_arguments")
        view = self._new(user, body)
        if current:
            del state.views[view.id]
            view.id = view.root = current.id
        state.views[view.id] = state.homes[user] = view
        return self._tell(view)

    def find(self, view_id: str, external_id: str = "") -> View:
        """A view that is still open, or a Refusal."""
        state = self.desk.state
        for view in state.views.values():
            if (view_id and view.id == view_id) or (external_id and view.body.get("external_id") == external_id):
                return view
        raise Refusal("not_found")

    def close(self, view: View) -> None:
        """Close one modal, and those on top of it."""
        stack = self.desk.state.stacks[view.user]
        while view.id in stack:
            self.desk.state.views.pop(stack.pop(), None)
        self._tell(view)

    def clear(self, user: str) -> None:
        """Close all modals of a person."""
        stack = self.desk.state.stacks[user]
        while stack:
            self.desk.state.views.pop(stack.pop(), None)
        self.desk.state.feed.publish(Change("views", person=user))

    def _modal(self, body: Json) -> Json:
        body = checks.view(self.desk.state, body)
        if body["type"] != "modal":
            raise Refusal("invalid_arguments")
        return body

    def _unique(self, user: str, body: Json, but: str = "") -> None:
        external = body.get("external_id")
        views = self.desk.state.views.values()
        if external and any(v.body.get("external_id") == external and v.id != but and v.user == user for v in views):
            raise Refusal("duplicate_external_id")

    def _new(self, user: str, body: Json) -> View:
        self._unique(user, body)
        id_ = self.desk.state.id("V")
        view = View(id_, user, body, self._hash(), root=id_, values=inputs.initial(body["blocks"]))
        self.desk.state.views[id_] = view
        return view

    def _hash(self) -> str:
        return f"{int(self.desk.state.now())}.{self.desk.state.id('h')}"

    def _tell(self, view: View) -> View:
        kind = "home" if view.body["type"] == "home" else "views"
        self.desk.state.feed.publish(Change(kind, person=view.user))
        return view
