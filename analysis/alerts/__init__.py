"""Alerts: rules that watch a metric, the machine that judges them, and what people make of it."""
