"""Glossaries: terms as values and in files, and how they come into translations."""
