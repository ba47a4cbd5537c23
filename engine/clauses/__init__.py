"""Written clauses and the elements that carry them out: coverage both ways, and what got lost."""
