"""The pure core: what numbers mean."""
