"""The edge: says and listens; wires everything; no thinking."""
