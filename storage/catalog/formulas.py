"""Formulas of metrics: parsed once, evaluated over columns of numbers where nothing divides by nothing."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlglot import exp

from storage.catalog.expressions import BadExpression, parse

DAYS = "days"

Numbers = NDArray[np.float64]


def names(tree: exp.Expression) -> list[str]:
    """The names a formula is made of, in the order they are written."""
    return list(dict.fromkeys(column.name for column in tree.find_all(exp.Column, bfs=False)))


def check(text: str) -> exp.Expression:
    """The tree of a formula. Raises BadExpression for anything but arithmetic and COALESCE."""
    tree = parse(text)
    for node in tree.walk():
        allowed = isinstance(
            node, (*OPERATIONS, exp.Paren, exp.Neg, exp.Coalesce, exp.Column, exp.Identifier, exp.Literal)
        )
        if (
            not allowed
            or (isinstance(node, exp.Literal) and node.is_string)
            or (isinstance(node, exp.Column) and node.table)
        ):
            raise BadExpression(f"`{node.sql()}` is not allowed in a formula", f"公式中不允许使用 `{node.sql()}`")
    return tree


def expand(tree: exp.Expression, formulas: Mapping[str, exp.Expression]) -> exp.Expression:
    """The formula with every name that has a formula of its own replaced by it."""

    def swap(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Column) and node.name in formulas:
            return exp.Paren(this=formulas[node.name].copy())
        return node

    return tree.copy().transform(swap)


def evaluate(tree: exp.Expression, columns: Mapping[str, Numbers]) -> Numbers:
    """The formula over columns of equal length; NaN where it divides by 0 or has nothing to go by."""
    with np.errstate(all="ignore"):
        values: Numbers = np.asarray(_value(tree, columns), dtype=np.float64)
    return values


def _divide(above: Numbers | float, below: Numbers | float) -> Numbers:
    """A quotient; NaN, never infinity, where the divisor is 0."""
    return np.divide(above, np.where(below == 0, np.nan, below))


OPERATIONS: Mapping[type[exp.Expression], Callable[[Any, Any], Any]] = {
    exp.Add: np.add,
    exp.Sub: np.subtract,
    exp.Mul: np.multiply,
    exp.Div: _divide,
}


def _value(node: exp.Expression, columns: Mapping[str, Numbers]) -> Numbers | float:
    """The value of one node."""
    match node:
        case exp.Paren():
            return _value(node.this, columns)
        case exp.Neg():
            return -_value(node.this, columns)
        case exp.Column():
            return columns[node.name]
        case exp.Literal():
            return float(node.this)
        case exp.Coalesce():
            value = _value(node.this, columns)
            for other in node.expressions:
                value = np.where(np.isnan(value), _value(other, columns), value)
            return value
    result: Numbers = OPERATIONS[type(node)](_value(node.this, columns), _value(node.expression, columns))
    return result
