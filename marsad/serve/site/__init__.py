"""The static site of a publication: map, tables, corrections and files, in both languages, opened from a folder without a server."""
