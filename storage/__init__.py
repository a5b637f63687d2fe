"""Everything that is kept: what metrics mean, the facts they are counted from, and the team's memory."""
