"""How the records database came to its present shape, one revision a module."""
