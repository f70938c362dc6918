"""Gazetteers of others: GeoNames, OCHA's P-codes, Who's On First and a user's own table, read into rows like the embedded ones."""
