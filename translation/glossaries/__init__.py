"""Glossaries: terms as values and in files, and their enforcement in translations."""
