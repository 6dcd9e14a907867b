"""Matching the parts of a translation with the parts of its source: words, phrases and tags."""
