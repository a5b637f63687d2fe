"""Whatever happens to a rule and its episode, some things stay true: tried with random histories."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from analysis.alerts.condition import FIRING, Condition, Outcome, Reason, Seen, State, Told
from analysis.alerts.handling import allowed, handling, quiets
from analysis.alerts.notify import notify
from analysis.alerts.people import Deed, Handled, Handling, Verb
from analysis.alerts.rule import Kind, Policy, Rule, Trigger
from analysis.alerts.step import force, step

START = datetime(2026, 11, 1, 16, tzinfo=UTC)
DAY = timedelta(days=1)
NAMES = ('["East"]', '["North"]', '["South"]')
RULES = st.builds(
    Rule,
    metric=st.just("revenue"),
    trigger=st.just(Trigger(Kind.THRESHOLD, limit=1000.0)),
    by=st.just(("region",)),
    pending=st.integers(1, 3),
    keep=st.integers(0, 2),
    no_data=st.sampled_from(Policy),
    on_error=st.sampled_from(Policy),
    repeat=st.sampled_from([timedelta(hours=4), DAY, 3 * DAY]),
)


@dataclass(frozen=True)
class Said:
    """What was said last, as an episode keeps it."""

    firing: tuple[str, ...] = ()
    told: Told | None = None
    told_at: datetime | None = None


@dataclass
class Story:
    """One rule's life: its instances, what was said, what people did."""

    rule: Rule
    states: dict[str, State] = field(default_factory=lambda: dict.fromkeys(NAMES, State()))
    said: Said = Said()
    deeds: list[Deed] = field(default_factory=list)
    now: datetime = START

    @property
    def firing(self) -> frozenset[str]:
        """The instances that fire."""
        return frozenset(key for key, state in self.states.items() if state.firing)

    def see(self, outcomes: tuple[Outcome, ...]) -> None:
        """One more window of every instance."""
        self.now += DAY
        for key, outcome in zip(NAMES, outcomes, strict=True):
            seen = Seen(self.now - DAY, self.now, outcome, value=900.0, low=1000.0)
            self.states[key] = step(self.rule, self.states[key], seen, self.now)

    def tell(self) -> Told | None:
        """Say what is to be said now, and remember that it was."""
        told = notify(self.said, self.firing, self.now, self.rule.repeat)
        if told is not None:
            self.said = Said(tuple(sorted(self.firing)), told, self.now)
        return told

    def copy(self) -> "Story":
        """The same, to try something on."""
        return replace(self, states=dict(self.states), deeds=list(self.deeds))


class Machine(RuleBasedStateMachine):
    """Windows come, time passes, people act, the rule is paused; the news is kept."""

    @initialize(given=RULES)
    def begin(self, given):
        self.story = Story(given)
        self.news: list[Told] = []
        self.heard: tuple[frozenset[str], datetime | None] = (frozenset(), None)

    @rule(outcomes=st.tuples(*[st.sampled_from(Outcome)] * 3))
    def window(self, outcomes):
        before = {key: state.condition for key, state in self.story.states.items()}
        self.story.see(outcomes)
        for key, state in self.story.states.items():
            left = before[key] in FIRING and not state.firing
            assert not left or state.condition is Condition.NORMAL
        self.speak()

    @rule(hours=st.integers(1, 100))
    def time_passes(self, hours):
        self.story.now += timedelta(hours=hours)
        self.speak()

    @rule(reason=st.sampled_from([Reason.PAUSED, Reason.UPDATED, Reason.DATA_HELD]))
    def forced(self, reason):
        self.story.states = {key: force(state, reason, self.story.now) for key, state in self.story.states.items()}
        self.speak()

    @rule(verb=st.sampled_from(Verb), person=st.sampled_from("AB"), hours=st.integers(1, 48))
    def act(self, verb, person, hours):
        story = self.story
        before = handling(story.deeds, story.now)
        if not allowed(before, verb):
            return
        until = story.now + timedelta(hours=hours) if verb is Verb.SNOOZE else None
        deed = Deed(len(story.deeds) + 1, story.now, person, verb, ":eyes:", until=until, whom=person)
        undone = replace(deed, undone=story.now)
        assert handling([*story.deeds, undone], story.now) == before, "taking it back restores what was"
        story.deeds.append(deed)

    @precondition(lambda self: any(deed.undone is None for deed in self.story.deeds))
    @rule(data=st.data())
    def take_back(self, data):
        standing = [place for place, deed in enumerate(self.story.deeds) if deed.undone is None]
        place = data.draw(st.sampled_from(standing))
        self.story.deeds[place] = replace(self.story.deeds[place], undone=self.story.now)

    def speak(self) -> None:
        """No word without a change of what fires since the last one, or an elapsed repeat interval."""
        firing, at = self.heard
        told = self.story.tell()
        if told is None:
            return
        if told is Told.REPEAT:
            assert at is not None
            assert self.story.now - at > self.story.rule.repeat
            assert firing
        assert (told is Told.REPEAT) == (self.story.firing == firing)
        self.heard = self.story.firing, self.story.now
        self.news.append(told)

    @invariant()
    def an_episode_is_open_once(self):
        """First and all-resolved alternate: nothing begins twice, and nothing ends that was not said to begin."""
        if not hasattr(self, "news"):
            return
        marks = [told for told in self.news if told in (Told.FIRST, Told.RESOLVED)]
        assert marks == [Told.FIRST, Told.RESOLVED] * (len(marks) // 2) + [Told.FIRST] * (len(marks) % 2)
        assert all(told is Told.FIRST for told in self.news[:1])

    @invariant()
    def every_episode_can_end(self):
        """As many clean windows as the rule keeps firing, and one more, end it, and say so just once."""
        if not hasattr(self, "story"):
            return
        story = self.story.copy()
        said = list(story.said.firing)
        news = []
        for _ in range(story.rule.keep + 1):
            story.see((Outcome.CLEAR,) * 3)
            news.append(story.tell())
        assert not story.firing
        assert news.count(Told.RESOLVED) == (1 if said else 0)

    @invariant()
    def nothing_to_take_back_is_open(self):
        """With every deed taken back an episode is as if nobody had touched it, and nothing is kept back."""
        if hasattr(self, "story"):
            bare = handling([replace(deed, undone=self.story.now) for deed in self.story.deeds], self.story.now)
            assert bare == Handling()
            assert bare.state is Handled.OPEN
            assert quiets(bare) is None


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=50, stateful_step_count=25, deadline=None)
