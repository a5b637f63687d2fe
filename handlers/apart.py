"""Keeping what goes wrong with one rule or digest from all the others."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from analysis.errors import Unavailable
from storage.records import Lost

log = logging.getLogger(__name__)


@contextmanager
def apart(name: str, hand_back: Callable[[], None] | None = None) -> Iterator[None]:
    """What fails within is logged, nothing of it was written, and it is tried again at a later tick.

    `hand_back` gives up what was held for it, unless somebody else has it by then.
    """
    try:
        yield
    except Lost as lost:
        log.info("%s was seen to or changed elsewhere meanwhile: %s", name, lost)
        return
    except Unavailable as fault:
        log.warning("%s has to wait for the next tick: %s", name, fault)
    except Exception:
        # Whatever is wrong with this one, the others are due all the same.
        log.exception("%s failed and is tried again", name)
    else:
        return
    if hand_back:
        hand_back()
