"""What the team's memory keeps of alerts: rules, windows judged, episodes, and what people did."""
