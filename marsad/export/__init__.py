"""To others: the record in the forms that the field uses."""
