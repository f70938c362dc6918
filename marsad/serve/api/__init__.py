"""The JSON interface: the same record under the same rights as the pages."""
