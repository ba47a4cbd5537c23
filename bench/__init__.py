"""Measures the product as ratios against the raw database, in one run, in alternating blocks."""
