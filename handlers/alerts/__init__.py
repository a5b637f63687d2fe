"""Alerts in Slack: rules made in words, judged on time, told on one card, handled by people."""
