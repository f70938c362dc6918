"""The record at work: reports taken in, incidents brought up to date, and what was found looked up."""
