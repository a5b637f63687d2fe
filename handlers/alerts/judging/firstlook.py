"""The first look of a rule that nobody watched before: since when what is bad has been so."""

import logging
from collections.abc import Mapping
from datetime import datetime

from analysis.alerts.condition import Seen, State
from analysis.alerts.step import bad, begun
from analysis.errors import Mistake, Unavailable
from handlers.alerts.past import earlier
from handlers.command import Shop
from storage.records.alerts.model import Kept

log = logging.getLogger(__name__)


def states(kept: Kept, seen: Mapping[str, Seen], end: datetime, shop: Shop) -> Mapping[str, State]:
    """What was to be known of the instances that are bad in the window that ends then, had they been watched.

    They are followed back as far as an alert looks back. Without the store they begin with that window.
    """
    runs: dict[str, list[Seen]] = {key: [] for key, each in seen.items() if bad(kept.rule, each)}
    running = set(runs)
    try:
        for window in earlier.rejudged(kept.rule, end, shop) if runs else ():
            running = {key for key in running if key in window and bad(kept.rule, window[key])}
            if not running:
                break
            for key in running:
                runs[key].append(window[key])
    except (Mistake, Unavailable) as fault:
        log.warning("R-%d begins with the window that ends at %s: %s", kept.id, end, fault)
    return {key: begun(run[::-1]) for key, run in runs.items() if run}
