"""What is about to be posted: a reply with its pictures drawn, and where it goes."""

from dataclasses import dataclass, replace

from analysis.model import Lang, Text
from bot.blocks import MESSAGE, Charts, Message, Rendering, Room, render
from bot.mrkdwn import plain
from bot.native import chart as touched
from charts.chart import Chart
from handlers.command import Attachment, Reply

_TITLE = 250

_NO_PICTURE = Text("The picture could not be drawn; here it is in words.", "图没能画出来，以下是文字版。")

_APART = Text("The picture is in our direct messages.", "图片在我们的私信里。")


@dataclass(frozen=True)
class Standing:
    """A message that stands, and the files that hang on it."""

    ts: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Letter:
    """A reply ready to go. `pictures` holds one PNG for each chart of the reply, None where drawing failed.

    `person` asked for it; once it stands, the message `instead` of which it does is taken away.
    `hanging` are the files below the message it is about to replace or remove.
    """

    reply: Reply
    lang: Lang
    pictures: tuple[bytes | None, ...] = ()
    channel: str = ""
    thread: str | None = None
    remarks: tuple[str, ...] = ()
    person: str = ""
    instead: Standing | None = None
    hanging: tuple[str, ...] = ()
    key: str = ""

    @property
    def drawn(self) -> tuple[tuple[Chart, Attachment], ...]:
        """The charts that have a picture, each with that picture as a file.

        A file's title is what screen readers say of it, so it describes the picture.
        """
        pairs = [(chart, png) for chart, png in zip(self.reply.charts, self.pictures, strict=False) if png]
        return tuple(
            (chart, Attachment(f"{chart.kind.value}-{number}.png", plain(chart.alt, _TITLE) or chart.title, png))
            for number, (chart, png) in enumerate(pairs, 1)
        )

    @property
    def needs_pictures(self) -> bool:
        """Whether Slack cannot draw all of its charts by itself."""
        return any(touched(chart) is None for chart, _ in self.drawn)

    def to(self, channel: str, thread: str | None = None) -> "Letter":
        """The same letter, addressed."""
        return replace(self, channel=channel, thread=thread)

    def noting(self, remark: str) -> "Letter":
        """The same letter with a remark among its notes."""
        return replace(self, remarks=(*self.remarks, remark))

    def message(self, charts: Charts, *, native: bool = True, room: Room = MESSAGE) -> Message:
        """Its text and blocks, with `charts` saying what stands for the pictures."""
        remarks = self.remarks
        if self.reply.charts and None in self.pictures:
            remarks = (*remarks, _NO_PICTURE.of(self.lang))
        return render(self.reply, self.lang, Rendering(native, charts, remarks, room))

    def confided(self, *, native: bool = True) -> Message:
        """What one person reads where no picture can go: it follows in their direct messages."""
        if not self.drawn:
            return self.message(Charts.TOLD, native=native)
        apart = self.noting(_APART.of(self.lang)) if self.needs_pictures else self
        return apart.message(Charts.APART, native=native)


@dataclass(frozen=True)
class Posted:
    """Where a letter now stands, so that it can be followed up and taken away."""

    channel: str
    ts: str
    thread: str | None = None
    files: tuple[str, ...] = ()
