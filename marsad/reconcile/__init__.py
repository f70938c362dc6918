"""From accounts to incidents: which accounts tell of one occurrence, and what they say together."""
