"""Glossaries: terms as values and in files, and how they get into translations."""
