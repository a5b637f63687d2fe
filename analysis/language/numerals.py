"""Numbers as people write them: digits, English and Chinese numerals, magnitudes."""

import re
from decimal import Decimal

ENGLISH = {
    word: value
    for value, words in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
    for word in [words]
} | {"fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90, "a": 1, "an": 1, "couple of": 2}
DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
PLACES = {"十": 10, "百": 100, "千": 1000}
SCALES = {
    "k": 10**3, "thousand": 10**3, "千": 10**3, "m": 10**6, "mn": 10**6, "mm": 10**6, "mil": 10**6, "million": 10**6,
    "百万": 10**6, "b": 10**9, "bn": 10**9, "billion": 10**9, "万": 10**4, "w": 10**4, "十万": 10**5, "千万": 10**7,
    "亿": 10**8, "百": 100,
}  # fmt: skip

# A whole number in digits or words, for use in larger patterns.
COUNT = r"(?:[0-9]{1,6}|[零〇一二两三四五六七八九十百千]{1,7}|" + "|".join(sorted(ENGLISH, key=len, reverse=True)) + ")"
AMOUNT = re.compile(
    r"(?P<minus>-)?\s*(?:[¥$€£]|rmb|cny|r\$|us\$)?\s*(?P<digits>[0-9][0-9,]*(?:\.[0-9]+)?|[一二两三四五六七八九十百]+)\s*"
    r"(?P<scale>(?:" + "|".join(sorted(SCALES, key=len, reverse=True)) + r")(?![a-z]))?\s*"
    r"(?P<mark>%|(?:percent|per cent|days?|d|rmb|yuan|x|stars?)(?![a-z])|天|日|元|块钱|块|单|件|个|倍|分|星)?"
)


def count(text: str) -> int:
    """A whole number; the text must match COUNT."""
    if text in ENGLISH:
        return ENGLISH[text]
    return int(text) if text.isdecimal() and text.isascii() else chinese(text)


def chinese(text: str) -> int:
    """A Chinese numeral below ten thousand: 二十一, 两百, 一百零五, 二〇二五."""
    if len(text) > 1 and not any(c in PLACES for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total = digit = 0
    for char in text:
        if char in PLACES:
            total += (digit or (0 if total else 1)) * PLACES[char]
            digit = 0
        else:
            digit = DIGITS[char]
    return total + digit


def amount(match: re.Match[str]) -> Decimal:
    """The number an AMOUNT says, before its mark is applied."""
    digits = match["digits"].replace(",", "")
    number = Decimal(digits) if digits[0].isascii() else Decimal(chinese(digits))
    number *= SCALES.get(match["scale"] or "", 1)
    return -number if match["minus"] else number
