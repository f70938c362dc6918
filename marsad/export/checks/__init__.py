"""Validators: each says of a file of its format what is wrong, by row and column."""
