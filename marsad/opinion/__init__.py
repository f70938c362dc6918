"""A second opinion: a reader beside the rules, asked only where the user names one; it proposes, and people decide."""
