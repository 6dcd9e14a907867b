"""Languages: their tags and names, how a text's language is detected, and how each language is written."""
