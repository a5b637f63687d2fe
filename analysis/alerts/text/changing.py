"""One clause of a rule said anew: "for 3 days" of a rule that waits for two."""

from analysis.alerts.text.parts import Hush, Move, Odd, Recover, Score, Setting, Versus
from analysis.alerts.text.trigger import BAD
from analysis.language.pieces import Clause, Measure
from analysis.language.question import Question


def changed(old: Question, new: Question) -> str:
    """The words of a rule, what is said anew in place of what was said of the same thing.

    What names a metric is a whole rule, and taken as it is. Days without a word are added to those there are.
    """
    if new.of(Measure):
        return new.text
    named = {_thing(piece.clause) for piece in new.pieces} | _with(new)
    gone = [piece for piece in old.pieces if not isinstance(piece.clause, Hush) and _thing(piece.clause) in named]
    return f"{old.without(gone)} {new.text}"


def _thing(clause: Clause) -> str:
    """What a clause is about; two clauses on one thing cannot both hold."""
    if isinstance(clause, BAD):
        return BAD[0].__name__
    return clause.field if isinstance(clause, Setting) else type(clause).__name__


def _with(new: Question) -> set[str]:
    """What goes with a trigger that is replaced: what only made sense of the old one."""
    if not new.of(*BAD):
        return set()
    gone: list[type[Clause]] = [] if new.of(Move) else [Versus]
    gone += [] if new.of(Odd) else [Score]
    return {kind.__name__ for kind in (*gone, Recover)}
