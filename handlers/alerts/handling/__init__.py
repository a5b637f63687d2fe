"""What people do to an alert: by button, emoji or words, each undone as it was done."""
