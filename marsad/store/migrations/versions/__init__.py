"""One file a revision, in order; a revision that was published is never edited."""
