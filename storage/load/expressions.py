"""The nouns of a mapping's expressions, and how names and texts are made safe in SQL."""

from dataclasses import dataclass, field

from sqlglot import exp

from analysis.model import Text

INTEGERS = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}
)
FLOATS = frozenset({"FLOAT", "DOUBLE"})
TEXT_TYPE = "VARCHAR"


@dataclass(frozen=True)
class Ref:
    """A column an expression reads: of the row itself, or of one of its look-ups."""

    name: str
    lookup: str = ""

    def __str__(self) -> str:
        return f"{self.lookup}.{self.name}" if self.lookup else self.name


@dataclass(frozen=True)
class Known:
    """What a reference stands for: its SQL and its DuckDB type."""

    sql: str
    type: str


@dataclass(frozen=True)
class Expression:
    """A parsed expression. `bare` is the column it names when it does nothing else."""

    text: str
    tree: exp.Expr
    refs: tuple[Ref, ...]

    @property
    def bare(self) -> Ref | None:
        """The one column this expression is, if it is nothing more."""
        return self.refs[0] if isinstance(self.tree, exp.Column) else None


@dataclass
class Written:
    """An expression as SQL, and the texts in it that must be numbers for it to mean anything."""

    sql: str
    numbers: list[str] = field(default_factory=list)


class Unreadable(ValueError):
    """An expression that is not of the small SQL we allow."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


def quoted(name: str) -> str:
    """An identifier, safe in SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text constant, safe in SQL."""
    return "'" + text.replace("'", "''") + "'"


def as_text(known: Known) -> str:
    """SQL that gives the value as text."""
    return known.sql if known.type == TEXT_TYPE else f"CAST({known.sql} AS VARCHAR)"


def is_number(type_: str) -> bool:
    """Whether a DuckDB type is a number."""
    return type_ in INTEGERS or type_ in FLOATS or type_.startswith("DECIMAL")
