"""The engine: rules of name, pattern and production over a chart of readings; it knows no language."""
