"""The company's figures: parameters and the numbers of decision tables, listed and changed."""
