"""What it means when someone else was quicker: the change is refused, nothing of it is written."""


class Lost(Exception):
    """Someone else has taken it over: what its former holder knows no longer counts."""


class Stale(Exception):
    """It has changed since it was read: read it again, then decide again."""
