"""What people say to each other in a channel, as far as it is overheard."""

from dataclasses import dataclass

from storage.records.threads.model import Thread, Written


@dataclass(frozen=True)
class Said:
    """A message of a person's at `ts`, first written, edited, or taken back: then nothing is `written`."""

    thread: Thread
    ts: str
    person: str
    written: Written | None = None
