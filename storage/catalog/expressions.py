"""SQL fragments of a catalog: parsed, checked, and walked into SQLAlchemy. Nothing else gets through."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlglot
from sqlalchemy import ColumnElement, and_, case, func, literal, not_, or_
from sqlglot import exp
from sqlglot.errors import SqlglotError

from storage.catalog.model import Kind
from storage.dialects import days_between, safe_div

LONGEST = 2000

ARITHMETIC: Mapping[type[exp.Expression], Callable[[Any, Any], Any]] = {
    exp.Add: lambda a, b: a + b,
    exp.Sub: lambda a, b: a - b,
    exp.Mul: lambda a, b: a * b,
    exp.Div: safe_div,
}

COMPARISON: Mapping[type[exp.Expression], Callable[[Any, Any], Any]] = {
    exp.EQ: lambda a, b: a == b,
    exp.NEQ: lambda a, b: a != b,
    exp.LT: lambda a, b: a < b,
    exp.LTE: lambda a, b: a <= b,
    exp.GT: lambda a, b: a > b,
    exp.GTE: lambda a, b: a >= b,
}


class BadExpression(ValueError):
    """A fragment that cannot be used. `word` is the undeclared column, if that is why."""

    def __init__(self, reason: str, reason_zh: str, word: str = "") -> None:
        super().__init__(reason)
        self.reason_zh = reason_zh
        self.word = word


@dataclass(frozen=True)
class Typed:
    """A piece of SQL and what it holds."""

    sql: Any
    kind: Kind


Resolve = Callable[[str, str], Typed]
"""Finds a column by (table or "", name); raises BadExpression for an undeclared one."""


@lru_cache(maxsize=2048)
def parse(text: str) -> exp.Expression:
    """The syntax tree of one expression. Raises BadExpression."""
    if len(text) > LONGEST:
        raise BadExpression("the expression is too long", "表达式太长")
    try:
        tree = sqlglot.parse_one(f"SELECT {text}", dialect="duckdb")
    except (SqlglotError, RecursionError) as fault:
        raise BadExpression(f"`{text}` cannot be read as an expression", f"无法读懂表达式 `{text}`") from fault
    others = [name for name, value in tree.args.items() if value and name not in {"expressions", "kind", "hint"}]
    if not isinstance(tree, exp.Select) or others or len(tree.expressions) != 1:
        raise BadExpression(f"`{text}` is more than one expression", f"`{text}` 不是单个表达式")
    only: exp.Expression = tree.expressions[0]
    return only


def columns(text: str) -> set[tuple[str, str]]:
    """The (table or "", name) of every column that the expression reads."""
    return {(column.table, column.name) for column in parse(text).find_all(exp.Column)}


def translate(text: str, resolve: Resolve) -> Typed:
    """The expression in SQLAlchemy Core. Raises BadExpression for anything not allowed."""
    return _walk(parse(text), resolve)


def _walk(node: exp.Expression, resolve: Resolve) -> Typed:
    """One node of the tree; every kind of node that is allowed is named here."""
    match node:
        case exp.Paren():
            return _walk(node.this, resolve)
        case exp.Column():
            if node.args.get("db") or node.args.get("catalog"):
                raise BadExpression(f"`{node.sql()}` has too many dots", f"`{node.sql()}` 层级过多")
            return resolve(node.table, node.name)
        case exp.Literal() | exp.Boolean() | exp.Null() | exp.Neg():
            return _constant(node, resolve)
        case exp.Add() | exp.Sub() | exp.Mul() | exp.Div():
            return _arithmetic(node, resolve)
        case exp.EQ() | exp.NEQ() | exp.LT() | exp.LTE() | exp.GT() | exp.GTE():
            left, right = _walk(node.this, resolve), _walk(node.expression, resolve)
            return Typed(COMPARISON[type(node)](left.sql, right.sql), Kind.FLAG)
        case exp.And() | exp.Or() | exp.Not() | exp.Is() | exp.In():
            return Typed(_logic(node, resolve), Kind.FLAG)
        case exp.Case() | exp.Coalesce() | exp.Nullif():
            return _choice(node, resolve)
    name = node.sql()[:60]
    raise BadExpression(f"`{name}` is not allowed in an expression", f"表达式中不允许使用 `{name}`")


def _constant(node: exp.Expression, resolve: Resolve) -> Typed:
    """A literal, or minus something."""
    if isinstance(node, exp.Neg):
        inner = _walk(node.this, resolve)
        return Typed(-inner.sql, inner.kind)
    if isinstance(node, exp.Null):
        return Typed(literal(None), Kind.TEXT)
    if isinstance(node, exp.Boolean):
        return Typed(literal(bool(node.this)), Kind.FLAG)
    if node.is_string:
        return Typed(literal(str(node.this)), Kind.TEXT)
    number = float(node.this)
    whole = number.is_integer() and "." not in str(node.this)
    return Typed(literal(int(number) if whole else number), Kind.INTEGER if whole else Kind.NUMBER)


def _arithmetic(node: exp.Expression, resolve: Resolve) -> Typed:
    """Plus, minus, times, divided by; two times subtract to days."""
    left, right = _walk(node.this, resolve), _walk(node.expression, resolve)
    kinds = {left.kind, right.kind}
    if Kind.TIME in kinds:
        if isinstance(node, exp.Sub) and kinds == {Kind.TIME}:
            return Typed(days_between(right.sql, left.sql), Kind.NUMBER)
        raise BadExpression("a time can only be compared, or subtracted from a time", "时间只能比较，或与时间相减")
    if kinds & {Kind.TEXT, Kind.FLAG}:
        raise BadExpression(f"`{node.sql()}` does arithmetic on what is no number", f"`{node.sql()}` 对非数字做了运算")
    return Typed(ARITHMETIC[type(node)](left.sql, right.sql), _kind(node, left.kind, right.kind))


def _kind(node: exp.Expression, left: Kind, right: Kind) -> Kind:
    """What the result of arithmetic holds: money stays money unless divided by money."""
    if isinstance(node, exp.Div):
        return Kind.MONEY if left is Kind.MONEY and right is not Kind.MONEY else Kind.NUMBER
    if Kind.MONEY not in (left, right):
        return Kind.INTEGER if (left, right) == (Kind.INTEGER, Kind.INTEGER) else Kind.NUMBER
    if isinstance(node, exp.Mul) and left is right:
        raise BadExpression(f"`{node.sql()}` multiplies money by money", f"`{node.sql()}` 把金额与金额相乘")
    return Kind.MONEY


def _logic(node: exp.Expression, resolve: Resolve) -> ColumnElement[bool]:
    """And, or, not, is null, is one of."""
    match node:
        case exp.And():
            return and_(_walk(node.this, resolve).sql, _walk(node.expression, resolve).sql)
        case exp.Or():
            return or_(_walk(node.this, resolve).sql, _walk(node.expression, resolve).sql)
        case exp.Not():
            negated: ColumnElement[bool] = not_(_walk(node.this, resolve).sql)
            return negated
        case exp.Is() if isinstance(node.expression, (exp.Null, exp.Boolean)):
            value = None if isinstance(node.expression, exp.Null) else bool(node.expression.this)
            operand: ColumnElement[bool] = _walk(node.this, resolve).sql
            tested: ColumnElement[bool] = operand.is_(value)
            return tested
        case exp.In() if node.expressions:
            choice: ColumnElement[bool] = _walk(node.this, resolve).sql
            chosen: ColumnElement[bool] = choice.in_([_walk(item, resolve).sql for item in node.expressions])
            return chosen
    raise BadExpression(f"`{node.sql()}` is not allowed in an expression", f"表达式中不允许使用 `{node.sql()}`")


def _choice(node: exp.Expression, resolve: Resolve) -> Typed:
    """CASE, COALESCE and NULLIF."""
    if isinstance(node, exp.Case):
        if node.this is not None:
            raise BadExpression("write CASE WHEN condition THEN value", "请写成 CASE WHEN 条件 THEN 值")
        whens = [(_walk(when.this, resolve).sql, _walk(when.args["true"], resolve)) for when in node.args["ifs"]]
        default = node.args.get("default")
        last = _walk(default, resolve) if default is not None else None
        chosen = case(*((test, value.sql) for test, value in whens), else_=last.sql if last else None)
        return Typed(chosen, whens[0][1].kind)
    operands = [_walk(item, resolve) for item in (node.this, *(node.expressions or [node.expression]))]
    function = func.coalesce if isinstance(node, exp.Coalesce) else func.nullif
    return Typed(function(*(operand.sql for operand in operands)), operands[0].kind)
