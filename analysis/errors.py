"""What can go wrong, named as facts, and said so that the person knows what to do next.

Mistake                 the person's: the sentence ends in something that works
+-- UnknownName         a metric, dimension, value or word nobody here knows
+-- UnclearName         a name that means more than one thing here
+-- UnclearPeriod       a span of time that cannot be read, or cannot be
+-- ImpossibleSplit     a dimension this metric does not have
+-- ImpossibleQuestion  clauses that contradict one another
+-- NoData              understood, but nothing was recorded there
Unavailable             ours: settings, a store or a file that cannot be used
"""

from analysis.model import Lang, Query, Text


class Mistake(Exception):
    """A question that cannot be answered as it was put."""

    code = "mistake"

    def __init__(self, sentence: Text, suggestions: tuple[str, ...] = ()) -> None:
        """`suggestions` are whole questions that work, best first."""
        super().__init__(sentence.en)
        self.sentence = sentence
        self.suggestions = suggestions

    def say(self, lang: Lang) -> str:
        """The sentence in the person's language."""
        return self.sentence.of(lang)


class UnknownName(Mistake):
    """A name or word that is not known. `nearest` are known names, best first."""

    code = "unknown_name"

    def __init__(
        self, sentence: Text, suggestions: tuple[str, ...] = (), *, word: str = "", nearest: tuple[str, ...] = ()
    ) -> None:
        """`word` is what was typed, `nearest` the ids or values it may have meant."""
        super().__init__(sentence, suggestions)
        self.word = word
        self.nearest = nearest


class UnclearName(Mistake):
    """A name that means more than one thing here."""

    code = "unclear_name"


class UnclearPeriod(Mistake):
    """A period that cannot be read or does not exist."""

    code = "unclear_period"


class ImpossibleSplit(Mistake):
    """A dimension or grain that the metric does not have."""

    code = "impossible_split"


class ImpossibleQuestion(Mistake):
    """Clauses that contradict one another, or too many of one kind."""

    code = "impossible_question"


class NoData(Mistake):
    """Understood, but there is nothing recorded for it. `query` is what was understood."""

    code = "no_data"

    def __init__(self, sentence: Text, suggestions: tuple[str, ...] = (), *, query: Query | None = None) -> None:
        """`query` is None only where nothing could be asked at all."""
        super().__init__(sentence, suggestions)
        self.query = query


class Unavailable(Exception):
    """A store, file or setting of ours that cannot be used now. The sentence says what to do."""

    code = "unavailable"

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence

    def say(self, lang: Lang) -> str:
        """The sentence in the person's language."""
        return self.sentence.of(lang)
