"""Validators: whether a file is what its format asks for, by names and order, code lists, sums and dates."""
