"""Rules judged on time: each closed window once, and what follows from it written down together."""
