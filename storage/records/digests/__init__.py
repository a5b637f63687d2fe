"""Digests as they are kept."""
