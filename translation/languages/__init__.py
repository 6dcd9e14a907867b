"""Languages: their tags and names, the detection of a text's language, and the writing conventions of each."""
