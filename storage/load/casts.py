"""Values as files write them to values as the shop stores them: exact money, whole numbers, UTC times."""

from dataclasses import dataclass

from analysis.model import Text
from storage.catalog.model import Kind
from storage.load import zones
from storage.load.expressions import FLOATS, INTEGERS, TEXT_TYPE, Known, as_text, is_number, literal
from storage.load.mapping import Field

# Room for the digits below a cent that rounding looks at. Nearly every number fits the first, which is a
# hundred times faster to read than the second.
EXACT = ("DECIMAL(18, 6)", "DECIMAL(28, 8)")
TRUE, FALSE = ("true", "t", "yes", "y", "1", "是"), ("false", "f", "no", "n", "0", "否")
UNIX = {"seconds": 1_000_000, "milliseconds": 1_000}
_SIGN = r"^([-+]?)\s*(?:R\$|US\$|HK\$|[$€£¥￥]|[A-Z]{3})\s*"
_PLAIN = {
    ".": r"^[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?$",
    ",": r"^[-+]?(\d+|\d{1,3}([. ]\d{3})+)(,\d*)?$",
}
_WHOLE = {
    ".": r"^[-+]?(\d+|\d{1,3}(,\d{3})+)(\.0*)?$",
    ",": r"^[-+]?(\d+|\d{1,3}([. ]\d{3})+)(,0*)?$",
}
_OFFSET = r"\d:\d\d(:\d\d(\.\d+)?)?\s*([zZ]|[+-]\d\d(:?\d\d)?)$"

NOT_A = {
    Kind.MONEY: Text("“{value}” is not an amount", "“{value}”不是金额"),
    Kind.INTEGER: Text("“{value}” is not a whole number", "“{value}”不是整数"),
    Kind.NUMBER: Text("“{value}” is not a number", "“{value}”不是数字"),
    Kind.FLAG: Text("“{value}” is neither yes nor no", "“{value}”不是“是”或“否”"),
    Kind.TIME: Text("“{value}” is not a time in the form expected", "“{value}”不是所需格式的时间"),
}


@dataclass(frozen=True)
class Moment:
    """A time being read: SQL of its wall clock (`local`) and of its UTC where the file gives an offset."""

    local: str
    absolute: str


def mapped(made: Field, raw: Known) -> Known:
    """The raw value with the mapping's own replacements done."""
    if not made.values and made.otherwise is None and made.default is None:
        return raw
    text = as_text(raw)
    sql = text
    if made.values or made.otherwise is not None:
        whens = " ".join(f"WHEN {literal(old)} THEN {literal(new)}" for old, new in made.values.items())
        rest = text if made.otherwise is None else literal(made.otherwise)
        cases = f"CASE {text} {whens} ELSE {rest} END" if whens else rest
        sql = f"CASE WHEN {text} IS NOT NULL THEN {cases} END"
    return Known(sql if made.default is None else f"coalesce({sql}, {literal(made.default)})", TEXT_TYPE)


def cast(kind: Kind, made: Field, raw: Known, minor: int) -> str:
    """SQL of the stored value, NULL where the raw value is no such thing. Times are `moment`'s."""
    match kind:
        case Kind.TEXT:
            return text(raw)
        case Kind.FLAG:
            return _flag(raw)
        case Kind.MONEY:
            return _exact(made, raw, f"TRY_CAST(round({{0}} * {minor}) AS BIGINT)")
        case Kind.INTEGER:
            return _whole(made, raw)
        case _:
            return _exact(made, raw, "TRY_CAST({0} AS DOUBLE)")


def text(raw: Known) -> str:
    """SQL of a text without blanks around it; a float that is a whole number loses its `.0`."""
    if raw.type in FLOATS:
        return f"regexp_replace({as_text(raw)}, '\\.0$', '')"
    return f"nullif(trim({as_text(raw)}), '')" if raw.type == TEXT_TYPE else as_text(raw)


def moment(made: Field, raw: Known) -> Moment:
    """How the time in `raw` is read: by its type, the mapping's format, or ISO 8601."""
    if made.format in UNIX:
        instant = _exact(made, raw, f"make_timestamp(TRY_CAST({{0}} * {UNIX[made.format]} AS BIGINT))")
        return Moment("NULL::TIMESTAMP", instant)
    if raw.type == "TIMESTAMP WITH TIME ZONE":
        return Moment("NULL::TIMESTAMP", f"make_timestamp(epoch_us({raw.sql}))")
    if raw.type != TEXT_TYPE:
        return Moment(f"TRY_CAST({raw.sql} AS TIMESTAMP)", "NULL::TIMESTAMP")
    instant = f"make_timestamp(epoch_us(TRY_CAST({raw.sql} AS TIMESTAMPTZ)))"
    absolute = f"CASE WHEN regexp_matches({raw.sql}, {literal(_OFFSET)}) THEN {instant} END"
    if "%z" in made.format:
        given = f"try_strptime({raw.sql}, {literal(made.format)})"
        return Moment("NULL::TIMESTAMP", f"make_timestamp(epoch_us(CAST({given} AS TIMESTAMPTZ)))")
    local = f"TRY_CAST({raw.sql} AS TIMESTAMP)"
    if made.format:
        local = f"coalesce(try_strptime({raw.sql}, {literal(made.format)}), {local})"
    return Moment(local, absolute)


def utc(local: str, absolute: str, packed: str) -> str:
    """SQL of the instant: as given, or the wall clock by the zone's code for it."""
    return f"coalesce({absolute}, {zones.utc(local, packed)})"


def _exact(made: Field, raw: Known, use: str) -> str:
    """SQL of `use`, its {0} being the raw number as an exact decimal: the first reading of it that gives a value."""
    readings = [f"TRY_CAST({raw.sql} AS {type_})" for type_ in EXACT]
    if raw.type == TEXT_TYPE:
        plain = f"regexp_replace(trim({raw.sql}), {literal(_SIGN)}, '\\1')"
        bare = f"replace({plain}, ',', '')" if made.decimal == "." else _pointed(plain)
        form = literal(_PLAIN[made.decimal])
        written = f"CASE WHEN regexp_matches({plain}, {form}) THEN TRY_CAST({bare} AS {EXACT[1]}) END"
        readings = [*(readings if made.decimal == "." else []), written]
    elif not is_number(raw.type):
        return "NULL"
    return f"coalesce({', '.join(use.format(reading) for reading in readings)})"


def _whole(made: Field, raw: Known) -> str:
    """SQL of a whole number: 3, 3.0 and 1,234, but not 3.5."""
    if raw.type in INTEGERS:
        return f"TRY_CAST({raw.sql} AS BIGINT)"
    if is_number(raw.type):
        return f"CASE WHEN {raw.sql} = trunc({raw.sql}) THEN TRY_CAST({raw.sql} AS BIGINT) END"
    if raw.type != TEXT_TYPE:
        return "NULL"
    plain = f"trim({raw.sql})"
    bare = f"replace({plain}, ',', '')" if made.decimal == "." else _pointed(plain)
    return f"CASE WHEN regexp_matches({plain}, {literal(_WHOLE[made.decimal])}) THEN TRY_CAST({bare} AS BIGINT) END"


def _pointed(sql: str) -> str:
    """1.234,50 as 1234.50."""
    return f"replace(replace(replace({sql}, '.', ''), ' ', ''), ',', '.')"


def _flag(raw: Known) -> str:
    if raw.type == "BOOLEAN":
        return raw.sql
    word = f"lower(trim({text(raw)}))"
    yes, no = (", ".join(map(literal, words)) for words in (TRUE, FALSE))
    return f"CASE WHEN {word} IN ({yes}) THEN TRUE WHEN {word} IN ({no}) THEN FALSE END"
