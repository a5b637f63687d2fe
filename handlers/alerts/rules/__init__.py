"""Rules made, looked at, tried out and kept quiet, in words and by forms."""
