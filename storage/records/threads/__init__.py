"""Threads that are logs: what they belong to, and what people wrote in them."""
