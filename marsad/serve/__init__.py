"""Showing: the workbench, where people read, review, compare, map and publish the record in a browser."""
