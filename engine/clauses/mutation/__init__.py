"""Proof that clauses are carried out: what does it is altered in turn, and a scenario must fail."""
