"""The only SQL: the catalog of metrics, the facts they are computed from, and the records of the team."""
