"""Decisions: how they are found again by what they say."""
