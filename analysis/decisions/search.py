"""Finding texts by words, English and Chinese alike, the best first.

Chinese has no spaces: a run of its characters counts as the pairs of neighbours within it, so that 预算 is found
in 搜索预算. Ranking is BM25 (Robertson and Zaragoza 2009), a word in the heading counting three times.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Final

_WORD = re.compile(r"[一-鿿]+|[^\W_一-鿿]+(?:[.\-'][^\W_一-鿿]+)*")
_STOP: Final = frozenset(
    {"a", "an", "and", "are", "as", "at", "by", "for", "in", "is", "of", "on", "or", "the", "to", "with"}
)
_K1: Final = 1.2
_B: Final = 0.75
_HEADING: Final = 3


def plain(text: str) -> str:
    """The text as it is searched: full-width forms and capitals make no difference."""
    return unicodedata.normalize("NFKC", text).casefold()


def terms(text: str) -> tuple[str, ...]:
    """What is looked for in a text: its words, and the neighbouring pairs of its Chinese characters."""
    found: list[str] = []
    for word in _WORD.findall(plain(text)):
        if "一" <= word[0] <= "鿿" and len(word) > 2:
            found += [word[at : at + 2] for at in range(len(word) - 1)]
        else:
            found.append(word)
    return tuple(term for term in found if term not in _STOP) or tuple(found)


def rank(wanted: str, texts: Mapping[int, tuple[str, str]], enough: float = 0.5) -> tuple[int, ...]:
    """The keys of the texts (heading, rest; both `plain`) that hold what is wanted, the best first, then the latest.

    `enough` is the share of what was asked, by the weight of its terms, that a text must hold.
    """
    asked = dict.fromkeys(terms(wanted))
    counts = {key: _counts(asked, *text) for key, text in texts.items()}
    held = Counter(term for found in counts.values() for term in found)
    weights = {term: math.log(1 + (len(texts) - held[term] + 0.5) / (held[term] + 0.5)) for term in asked}
    sizes = {key: len(heading) + len(rest) for key, (heading, rest) in texts.items()}
    mean = sum(sizes.values()) / max(len(sizes), 1) or 1.0
    least = enough * sum(weights.values())
    scores = {
        key: sum(weights[term] * _saturated(count, sizes[key] / mean) for term, count in found.items())
        for key, found in counts.items()
        if found and sum(weights[term] for term in found) >= least
    }
    return tuple(sorted(scores, key=lambda key: (-scores[key], -key)))


def _counts(asked: Mapping[str, None], heading: str, rest: str) -> dict[str, int]:
    counted = {term: _HEADING * heading.count(term) + rest.count(term) for term in asked}
    return {term: count for term, count in counted.items() if count}


def _saturated(count: int, size: float) -> float:
    return count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * size))
