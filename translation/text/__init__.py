"""Preparing the text of a sentence for an engine, restoring it in the translation, and checking the result."""
