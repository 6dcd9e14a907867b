"""Which part of a translation stands for which part of its source: words, phrases, tags."""
