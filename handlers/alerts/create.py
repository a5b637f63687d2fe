"""A rule in words: shown with what it would have done, turned on by a button."""

from handlers.alerts import guide
from handlers.command import Call, Reply, Shop


def preview(call: Call, shop: Shop) -> Reply:  # noqa: ARG001
    """What a rule means and what it would have done; nothing is kept yet."""
    return guide.root(call, ())
