"""FEEL of our own: parse, check and evaluate on Decimal, bounded and without host access."""
