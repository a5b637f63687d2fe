"""Decisions: how they are found again by what they say, and what came of them."""

from analysis.decisions.measuring import Effect, effect

__all__ = ["Effect", "effect"]
