"""What is worth saying about an answer: the one thing that stands out, and the plain figures."""

from dataclasses import replace

from analysis import buckets, over_split, over_time
from analysis.answer import Finding
from analysis.model import Grain, Text, Unit
from analysis.says import Says
from analysis.split import Split

SMALL = 30


def find(says: Says, contrast: Split, grain: Grain) -> tuple[Finding, ...]:
    """Everything worth saying: what stands out first (kind `standout`, its sentence fit to stand alone), then the rest.

    `contrast` has every value of the split, before any cut; it is empty without a split. `grain`
    is that of the answer's series. Nothing recorded gives nothing to say; small counts say only that.
    """
    answer = says.answer
    if answer.value is None:
        return ()
    run = buckets.whole(answer, grain)
    figures = over_time.figures(says, run)
    if answer.metric.unit is Unit.COUNT and abs(answer.value) < SMALL:
        return (Finding("standout", says.text(_SMALL, value=answer.value), {"value": answer.value}), *figures)
    claims = [*over_split.claims(says, contrast), *over_time.claims(says, run)]
    best = max(claims, key=lambda claim: claim.weight, default=None)
    others = tuple(_upright(claim.finding) for claim in claims)
    first = () if best is None else (replace(_upright(best.finding), kind="standout"),)
    return (*first, *figures, *others)


def _upright(finding: Finding) -> Finding:
    """The finding with its sentence begun by a capital."""
    sentence = finding.sentence
    return replace(finding, sentence=Text(sentence.en[:1].upper() + sentence.en[1:], sentence.zh))


_SMALL = Text(
    "Small numbers: only {value} in all, so a change may be chance.", "数量很少：一共只有 {value}，变化可能只是偶然。"
)
