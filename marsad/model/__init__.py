"""What there is: documents, spans, values, mentions, claims; frozen and typed."""
