"""Files that translation programs share: segments as XLIFF, translation memories as TMX."""
