"""What people read of an alert: its card, its thread, its picture, and the words they are made of."""
