"""The small SQL that a mapping may use: read, checked node by node, and written again for DuckDB."""

from collections.abc import Callable, Mapping

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from analysis.model import Text
from storage.load.expressions import TEXT_TYPE, Expression, Known, Ref, Unreadable, Written, as_text, is_number, literal

LONGEST = 500

_ARITHMETIC: dict[type[exp.Expr], str] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/", exp.Mod: "%"}
_COMPARISONS: dict[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.LT: "<",
    exp.LTE: "<=",
}
_LOGIC: dict[type[exp.Expr], str] = {exp.And: "AND", exp.Or: "OR"}
_TEXT_FUNCTIONS: dict[type[exp.Expr], tuple[str, tuple[str, ...]]] = {
    exp.Lower: ("lower", ()),
    exp.Upper: ("upper", ()),
    exp.Trim: ("trim", ()),
    exp.Length: ("length", ()),
    exp.Left: ("left", ("expression",)),
    exp.Right: ("right", ("expression",)),
    exp.Substring: ("substring", ("start", "length")),
    exp.Replace: ("replace", ("expression", "replacement")),
    exp.SplitPart: ("split_part", ("delimiter", "part_index")),
}
_CHOICES: dict[type[exp.Expr], str] = {
    exp.Coalesce: "coalesce",
    exp.Nullif: "nullif",
    exp.Greatest: "greatest",
    exp.Least: "least",
}
_KNOWN = (
    "+ - * / %, comparisons, AND, OR, NOT, IN, BETWEEN, LIKE, IS NULL, CASE, ||, COALESCE, NULLIF, GREATEST, LEAST, "
    "LOWER, UPPER, TRIM, LENGTH, LEFT, RIGHT, SUBSTRING, REPLACE, SPLIT_PART, CONCAT, ROUND, ABS, STRPTIME, STRFTIME, "
    "HASH, NTH"
)


def parse(text: str) -> Expression:
    """Read an expression, or say what in it cannot be used."""
    if len(text) > LONGEST:
        raise Unreadable(_too_long(text))
    try:
        tree = sqlglot.parse_one(text, read="duckdb")
        if any(node.error_messages() for node in tree.walk()):  # an operator with nothing beside it: "@"
            raise Unreadable(_not_sql(text))
        refs = tuple(dict.fromkeys(Ref(column.name, column.table) for column in tree.find_all(exp.Column)))
        expression = Expression(text, tree, refs)
        write(expression, {ref: Known("x", TEXT_TYPE) for ref in refs})
    except (SqlglotError, RecursionError) as error:
        raise Unreadable(_not_sql(text)) from error
    return expression


def write(expression: Expression, scope: Mapping[Ref, Known]) -> Written:
    """The expression as DuckDB SQL, its references replaced by what `scope` says they are."""
    writer = _Writer(scope)
    sql = writer.write(expression.tree, number=False)
    return Written(sql, writer.numbers)


class _Writer:
    """Walks a tree; every kind of node it does not know is refused."""

    def __init__(self, scope: Mapping[Ref, Known]) -> None:
        self.scope = scope
        self.numbers: list[str] = []

    def write(self, node: exp.Expr, *, number: bool) -> str:
        kind = type(node)
        if kind in _ARITHMETIC:
            return self._arithmetic(node)
        if kind in _COMPARISONS:
            numeric = any(_numeric(side) for side in (node.this, node.expression))
            return f"({self._side(node.this, numeric)} {_COMPARISONS[kind]} {self._side(node.expression, numeric)})"
        if kind in _LOGIC:
            return f"({self.write(node.this, number=False)} {_LOGIC[kind]} {self.write(node.expression, number=False)})"
        if kind in _TEXT_FUNCTIONS:
            return self._text_function(node)
        if kind in _CHOICES:
            parts = [node.this, *node.expressions, *([node.expression] if node.args.get("expression") else [])]
            return f"{_CHOICES[kind]}({', '.join(self.write(part, number=number) for part in parts)})"
        special = _SPECIAL.get(kind)
        if special is None:
            raise Unreadable(_not_allowed(node))
        return special(self, node, number)

    def text(self, node: exp.Expr) -> str:
        """The value of `node` as text."""
        if isinstance(node, exp.Column):
            return as_text(self._known(node))
        return f"CAST({self.write(node, number=False)} AS VARCHAR)"

    def _known(self, node: exp.Column) -> Known:
        return self.scope[Ref(node.name, node.table)]

    def _side(self, node: exp.Expr, numeric: bool) -> str:  # noqa: FBT001
        if not numeric and isinstance(node, exp.Column) and is_number(self._known(node).type):
            return self.text(node)
        return self.write(node, number=numeric)

    def _arithmetic(self, node: exp.Expr) -> str:
        left, right = self.write(node.this, number=True), self.write(node.expression, number=True)
        if isinstance(node, exp.Div | exp.Mod):
            right = f"nullif({right}, 0)"
        return f"({left} {_ARITHMETIC[type(node)]} {right})"

    def _text_function(self, node: exp.Expr) -> str:
        name, extra = _TEXT_FUNCTIONS[type(node)]
        given = [node.args[key] for key in extra if node.args.get(key) is not None]
        return f"{name}({', '.join([self.text(node.this), *(self.write(part, number=False) for part in given)])})"

    def column(self, node: exp.Expr, number: bool) -> str:  # noqa: FBT001
        assert isinstance(node, exp.Column)
        known = self._known(node)
        if not number:
            return known.sql
        if known.type == TEXT_TYPE:
            self.numbers.append(known.sql)
            return f"TRY_CAST({known.sql} AS DOUBLE)"
        return f"CAST({known.sql} AS DOUBLE)" if is_number(known.type) else known.sql

    def rounded(self, node: exp.Expr, _number: bool) -> str:  # noqa: FBT001
        parts = [node.this, *([node.args["decimals"]] if node.args.get("decimals") else [])]
        return f"round({', '.join(self.write(part, number=True) for part in parts)})"

    def case(self, node: exp.Expr, number: bool) -> str:  # noqa: FBT001
        if node.args.get("this") is not None:
            raise Unreadable(_not_allowed(node))
        branches = node.args.get("ifs") or [node]
        whens = [
            f"WHEN {self.write(branch.this, number=False)} THEN {self.write(branch.args['true'], number=number)}"
            for branch in branches
        ]
        otherwise = node.args.get("default") or node.args.get("false")
        last = f" ELSE {self.write(otherwise, number=number)}" if otherwise is not None else ""
        return f"CASE {' '.join(whens)}{last} END"

    def among(self, node: exp.Expr, _number: bool) -> str:  # noqa: FBT001
        values = node.expressions
        if not values:
            raise Unreadable(_not_allowed(node))
        numeric = any(_numeric(value) for value in values)
        return f"({self._side(node.this, numeric)} IN ({', '.join(self._side(value, numeric) for value in values)}))"

    def between(self, node: exp.Expr, _number: bool) -> str:  # noqa: FBT001
        low, high = node.args["low"], node.args["high"]
        numeric = any(_numeric(side) for side in (node.this, low, high))
        value, low_sql, high_sql = (self._side(side, numeric) for side in (node.this, low, high))
        return f"({value} BETWEEN {low_sql} AND {high_sql})"

    def function(self, node: exp.Expr, _number: bool) -> str:  # noqa: FBT001
        name, parts = str(node.this).lower(), [self.text(part) for part in node.expressions]
        if name == "hash" and parts:
            return f"md5({_joined(parts)})"
        if name == "nth" and parts:
            return f"row_number() OVER (PARTITION BY {', '.join(parts)} ORDER BY s._file, s._row)"
        raise Unreadable(_not_allowed(node))

    def moment(self, node: exp.Expr, _number: bool) -> str:  # noqa: FBT001
        return f"try_strptime({self.text(node.this)}, {_format(node)})"

    def told(self, node: exp.Expr, _number: bool) -> str:  # noqa: FBT001
        return f"strftime(TRY_CAST({self.write(node.this, number=False)} AS TIMESTAMP), {_format(node)})"


def _joined(parts: list[str]) -> str:
    """Texts put together so that ('a', 'bc') and ('ab', 'c') differ."""
    return " || chr(31) || ".join(f"coalesce({part}, chr(30))" for part in parts)


def _format(node: exp.Expr) -> str:
    given = node.args["format"]
    if not isinstance(given, exp.Literal):
        raise Unreadable(_not_allowed(node))
    return literal(str(given.this))


def _numeric(node: exp.Expr) -> bool:
    """Whether a node is a number for certain, so that what it is compared with must be one."""
    if isinstance(node, exp.Paren | exp.Neg):
        return _numeric(node.this)
    number = isinstance(node, exp.Literal) and not node.is_string
    return number or type(node) in _ARITHMETIC or isinstance(node, exp.Round | exp.Abs | exp.Length)


def _not_sql(text: str) -> Text:
    return Text(
        f'"{text[:80]}" is not an expression. Write a column by its name (Order ID as Order_ID), '
        "a text in single quotes.",
        f"“{text[:80]}”不是表达式；列直接写列名（Order ID 写作 Order_ID），文本用单引号括起来。",
    )


def _too_long(text: str) -> Text:
    return Text(
        f'"{text[:40]}…" is over {LONGEST} characters; say it shorter, or in several columns.',
        f"“{text[:40]}…”超过 {LONGEST} 个字符，请写短一些，或拆成几列。",
    )


def _not_allowed(node: exp.Expr) -> Text:
    part = node.sql(dialect="duckdb")[:60]
    if isinstance(node, exp.Alias):
        return _not_sql(f"{node.this.name} {node.alias}")
    return Text(f'"{part}" cannot be used here; these can: {_KNOWN}.', f"这里不能用“{part}”；可以用：{_KNOWN}。")


_Rule = Callable[[_Writer, exp.Expr, bool], str]
_SPECIAL: dict[type[exp.Expr], _Rule] = {
    exp.Column: _Writer.column,
    exp.Literal: lambda _, node, __: literal(str(node.this)) if node.is_string else str(node.this),
    exp.Null: lambda *_: "NULL",
    exp.Boolean: lambda _, node, __: "TRUE" if node.this else "FALSE",
    exp.Paren: lambda writer, node, number: f"({writer.write(node.this, number=number)})",
    exp.Neg: lambda writer, node, _: f"(-{writer.write(node.this, number=True)})",
    exp.Not: lambda writer, node, _: f"(NOT {writer.write(node.this, number=False)})",
    exp.Is: lambda writer, node, _: (
        f"({writer.write(node.this, number=False)} IS {writer.write(node.expression, number=False)})"
    ),
    exp.Like: lambda writer, node, _: f"({writer.text(node.this)} LIKE {writer.text(node.expression)})",
    exp.DPipe: lambda writer, node, _: f"({writer.text(node.this)} || {writer.text(node.expression)})",
    exp.Concat: lambda writer, node, _: f"concat({', '.join(writer.text(part) for part in node.expressions)})",
    exp.Abs: lambda writer, node, _: f"abs({writer.write(node.this, number=True)})",
    exp.Round: _Writer.rounded,
    exp.Case: _Writer.case,
    exp.If: _Writer.case,
    exp.In: _Writer.among,
    exp.Between: _Writer.between,
    exp.Anonymous: _Writer.function,
    exp.StrToTime: _Writer.moment,
    exp.TimeToStr: _Writer.told,
}
