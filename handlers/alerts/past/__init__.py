"""What rules are judged on: the windows that are due, their targets and their history."""
