"""Digests: when a question is to be asked again, and how people say so."""
