"""Forms as data: which values a form accepts, computes and shows."""
