"""Did you mean: the known names nearest to a word nobody knows."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from weakref import WeakKeyDictionary

from rapidfuzz import process
from rapidfuzz.distance import OSA

from analysis.errors import UnknownName
from analysis.language import complaints, normal, words
from analysis.language.lexicon import Lexicon, Name, Sort
from analysis.language.pieces import Lead, Measure, Noise, Piece, Split, Unread
from analysis.language.question import Question, Refused, Why
from analysis.model import Text

MOST = 8
REMEMBERED = 2000
# How far around an unknown word its name may reach: words of a spaced script, characters of Chinese.
REACH_WORDS, REACH_CHARS = 5, 6
WORD = re.compile(r"[^\s,;:!?()\"…、。，]+")
ORDER = list(Sort)
# Names nobody knows are mostly of places.
PLACE = "region"
# Words of periods, which are patterns elsewhere.
PERIOD_WORDS = (
    "today|yesterday|last|past|previous|this|day|days|week|weeks|month|months|quarter|year|years|since|between|weekend"
    "|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august|september"
    "|october|november|december|black friday|cyber monday|christmas|versus|compared to|target|except|excluding|below"
    "|above|under|bottom|all time|month to date|year to date|as line|as bar|as pie|as table|as heatmap|by|top"
    "|今天|昨天|前天|本周|上周|本月|上月|上个月|今年|去年|最近|过去|上季度|本季度|双十一|同比|环比|目标|低于|高于"
    "|全部时间|不含|对比"
)


@dataclass(frozen=True)
class Guess:
    """A name that a stretch of the text may have meant, and how far off it is."""

    name: Name
    start: int
    end: int
    distance: int
    kin: bool
    expected: bool

    @property
    def rank(self) -> tuple[int, bool, int, bool, int]:
        """Fewest edits first, then what the place asks for, the longest stretch explained, a shared beginning."""
        return self.distance, not self.expected, self.start - self.end, not self.kin, ORDER.index(self.name.sort)


class Neighbours:
    """Names by the length of their looked-up form, for searching near misses."""

    def __init__(self, names: list[Name]) -> None:
        self.by_length: dict[int, tuple[list[str], list[Name]]] = defaultdict(lambda: ([], []))
        self._found: dict[tuple[str, int], list[tuple[Name, int, str]]] = {}
        seen: set[tuple[str, Sort, str, str]] = set()
        for name in names:
            phrase = normal.name(name.spelling)
            key = phrase, name.sort, name.id, name.dimension
            if phrase and key not in seen:
                seen.add(key)
                phrases, held = self.by_length[len(phrase)]
                phrases.append(phrase)
                held.append(name)

    def near(self, text: str, edits: int) -> list[tuple[Name, int, str]]:
        """Names within so many edits: insert, delete, substitute, transpose."""
        known = self._found.get((text, edits))
        if known is None:
            # One mistake looks at the same words again and again, as its suggestions are tried.
            if len(self._found) > REMEMBERED:
                self._found.clear()
            known = self._found[text, edits] = list(self._search(text, edits))
        return known

    def _search(self, text: str, edits: int) -> Iterator[tuple[Name, int, str]]:
        for length in range(max(1, len(text) - edits), len(text) + edits + 1):
            phrases, names = self.by_length.get(length, ([], []))
            found = process.extract(text, phrases, scorer=OSA.distance, score_cutoff=edits, limit=24)
            yield from ((names[index], int(score), phrase) for phrase, score, index in found)

    def begun(self, typed: str) -> Iterator[Name]:
        """Names with a word that begins as typed."""
        if len(typed) < (2 if normal.is_chinese(typed) else 3):
            return
        for phrases, names in self.by_length.values():
            for phrase, name in zip(phrases, names, strict=True):
                if typed in phrase and (phrase.startswith(typed) or f" {typed}" in phrase):
                    yield name


@cache
def _grammar(more: tuple[str, ...]) -> Neighbours:
    meant = [phrase for phrase, clause in words.phrases().items() if not isinstance(clause, Noise | Measure | Lead)]
    phrases = [*more, *words.spelled(PERIOD_WORDS), *meant]
    for table in (words.COMPARISONS, words.ALONE, words.PICTURES):
        phrases += [phrase for spellings in table.values() for phrase in words.spelled(spellings)]
    return Neighbours([Name(Sort.WORD, phrase, phrase) for phrase in phrases if len(phrase) > 1])


# Built at the first near miss, for as long as the lexicon lives.
_BUILT: "WeakKeyDictionary[Lexicon, Neighbours]" = WeakKeyDictionary()


def _neighbours(lexicon: Lexicon) -> Neighbours:
    built = _BUILT.get(lexicon)
    if built is None:
        built = _BUILT[lexicon] = Neighbours(lexicon.names)
    return built


def unread(question: Question, piece: Piece) -> Refused:
    """The refusal of a word that nothing reads, with the question as it may have been meant."""
    clause = piece.clause
    assert isinstance(clause, Unread)
    word = question.text[piece.start : piece.end] if not clause.dimension else clause.word
    if clause.dimension:
        return _unknown_value(question, piece, clause)
    guesses = _guesses(question, piece)
    edits = [question.with_words(g.start, g.end, _asked_as(question, g.name)) for g in guesses]
    plain = question.without([piece])
    if question.led_up_to(piece) and not any(isinstance(p.clause, Split) for p in question.pieces):
        edits += [f"{plain} {by}" for by in _splits(question)]
    edits.append(plain)
    ids = tuple(dict.fromkeys(guess.name.id for guess in guesses))
    holes = {"word": Text(word, word)}
    return Refused(Why(UnknownName, complaints.UNREAD, tuple(edits), word, ids, holes))


def _splits(question: Question) -> list[str]:
    """How to see which values there are, for one who names a value that is none."""
    named = [clause.id for p in question.of(Measure) if isinstance(clause := p.clause, Measure)]
    known = question.lexicon.metrics[named[0]].dimensions if named and named[0] in question.lexicon.metrics else ()
    by = Text("by {name}", "按{name}")
    wanted = [PLACE] if PLACE in known else list(known[:1])
    return [by.of(question.lang, name=question.lexicon.dimension_name(name, question.lang)) for name in wanted]


def _unknown_value(question: Question, piece: Piece, clause: Unread) -> Refused:
    """A value its dimension does not have: the nearest it has, else the first it has."""
    lexicon, dimension = question.lexicon, question.lexicon.dimensions[clause.dimension]
    names = [name for name in lexicon.names if name.sort is Sort.VALUE and name.dimension == clause.dimension]
    typed = normal.name(clause.word)
    book = Neighbours(names)
    near = sorted(book.near(typed, _edits(typed)), key=lambda found: found[1])
    found = [*(name for name, _, _ in near), *book.begun(typed), *names]
    values = list(dict.fromkeys(name.id for name in found))[:MOST]
    label = lexicon.dimension_name(clause.dimension, question.lang)
    tail = question.source.text.rfind(clause.word, piece.start, piece.end) if clause.word else -1
    start = tail if tail >= 0 else piece.end
    edits = [
        question.with_words(start, piece.end, '"' + lexicon.value_name(clause.dimension, value, question.lang) + '"')
        for value in values
    ]
    edits += [f"{question.without([piece])} {label}".strip(), question.without([piece])]
    named = Text(dimension.label.en.lower(), dimension.label.zh)
    word = question.text[start : start + len(clause.word)] or clause.word
    holes = {"word": Text(word, word), "dimension": named}
    return Refused(Why(UnknownName, complaints.UNKNOWN_VALUE, tuple(edits), word, tuple(values), holes))


def _asked_as(question: Question, name: Name) -> str:
    """The spelling to put in the question; a value too bare to stand alone brings its dimension."""
    lexicon = question.lexicon
    if name.sort is Sort.VALUE and normal.name(name.spelling) not in lexicon.named[Sort.VALUE].entries:
        return f'{lexicon.dimension_name(name.dimension, question.lang)} = "{name.spelling}"'
    if name.sort is Sort.DIMENSION and name.spelling == name.id:
        return lexicon.dimension_name(name.id, question.lang)
    if "_" in name.spelling and name.spelling == name.id:
        return name.spelling.replace("_", " ")
    return name.spelling


def _guesses(question: Question, piece: Piece) -> list[Guess]:
    """The best guesses for an unread piece, one for each thing they name."""
    piece = _after_opening(question, piece)
    first = all(isinstance(p.clause, Noise) for p in question.pieces if p.end <= piece.start)
    found: list[Guess] = []
    for start, end in _windows(question.source.plain, piece):
        text = question.source.plain[start:end]
        for book in (_neighbours(question.lexicon), _grammar(question.grammar)):
            for name, distance, phrase in book.near(text, _edits(text)):
                if distance and (first or name.sort is not Sort.VERB):
                    kin, fits = phrase[0] == text[0], _expected(question.source.plain, start) is name.sort
                    found.append(Guess(name, start, end, distance, kin, fits))
    found.sort(key=lambda guess: guess.rank)
    typed = question.source.plain[piece.start : piece.end]
    if not found and _expected(question.source.plain, piece.start) is Sort.DIMENSION:
        dimensions = [n for n in question.lexicon.names if n.sort is Sort.DIMENSION]
        found = [Guess(name, piece.start, piece.end, 9, kin=False, expected=True) for name in dimensions[:MOST]]
    starting = [n for n in _neighbours(question.lexicon).begun(typed) if first or n.sort is not Sort.VERB]
    found += [Guess(name, piece.start, piece.end, 9, kin=True, expected=True) for name in starting[:3]]
    best: dict[tuple[str, str, str], Guess] = {}
    for guess in found:
        spelling = normal.name(guess.name.spelling)
        if not any(key[0] == spelling or key[1:] == (guess.name.id, guess.name.dimension) for key in best):
            best[spelling, guess.name.id, guess.name.dimension] = guess
    return list(best.values())[:MOST]


def _after_opening(question: Question, piece: Piece) -> Piece:
    """A word that opens a clause is seldom misspelt itself: what follows it is looked at."""
    text = question.source.plain
    if text[piece.start : piece.end] not in words.OPENINGS:
        return piece
    start = piece.end + (len(text) - piece.end - len(text[piece.end :].lstrip()))
    match = WORD.match(text, start)
    follows = next((p.clause for p in question.pieces if p.start >= start), None)
    if match is None or not isinstance(follows, Noise | Unread):
        return piece
    end = start + 1 if normal.is_cjk(text[start]) else match.end()
    return Piece(piece.clause, start, end)


def _expected(text: str, start: int) -> Sort | None:
    """What sort of name the words before a place call for."""
    before = text[:start].rstrip()
    if before.endswith(("按", "各", "分")) or before.rpartition(" ")[2] in ("by", "per", "which"):
        return Sort.DIMENSION
    return Sort.VALUE if before.rpartition(" ")[2] in ("in", "except", "only") else None


def _edits(text: str) -> int:
    """How many edits a text of this length and script may be off by."""
    if normal.is_chinese(text):
        return 2 if len(text) > 4 else 1
    return 2 if len(text) > 4 else 1


def _windows(text: str, piece: Piece) -> list[tuple[int, int]]:
    """The stretches around an unread piece that may be one misspelt name."""
    if normal.is_chinese(text[piece.start : piece.end]):
        starts = range(max(0, piece.start - REACH_CHARS), piece.start + 1)
        ends = range(piece.end, min(len(text), piece.end + REACH_CHARS) + 1)
        return [(s, e) for s in starts for e in ends if not text[s].isspace() and not text[e - 1].isspace()]
    spans = [match.span() for match in WORD.finditer(text)]
    here = [i for i, (start, end) in enumerate(spans) if start < piece.end and end > piece.start]
    if not here:
        return [(piece.start, piece.end)]
    low, high = here[0], here[-1]
    before = range(max(0, low - REACH_WORDS), low + 1)
    after = range(high, min(len(spans), high + REACH_WORDS + 1))
    found = [(spans[i][0], spans[j][1]) for i in before for j in after]
    return list(dict.fromkeys([*found, (piece.start, piece.end)]))
