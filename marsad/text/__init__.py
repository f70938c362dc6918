"""How text is handled: folding with a map back to the source, tokens, sentences, attached particles."""
