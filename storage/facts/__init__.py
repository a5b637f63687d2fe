"""The facts of the shop: tables of what happened, asked through the catalog."""

from storage.facts.facts import Facts

__all__ = ["Facts"]
