"""What Marsad knows of languages and conflicts: data that linguists and researchers edit, and its loader."""
