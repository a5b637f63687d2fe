"""Keeping what goes wrong with one rule from all the others."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from analysis.errors import Unavailable
from storage.records import Lost

log = logging.getLogger(__name__)


@contextmanager
def apart(rule_id: int) -> Iterator[None]:
    """What fails within is logged, nothing of it was written, and it is tried again at a later tick."""
    try:
        yield
    except Lost as lost:
        log.info("R-%d was judged elsewhere meanwhile: %s", rule_id, lost)
    except Unavailable as fault:
        log.warning("R-%d has to wait for the next tick: %s", rule_id, fault)
    except Exception:
        # Whatever is wrong with this one, the others have to be judged.
        log.exception("R-%d failed and is tried again", rule_id)
