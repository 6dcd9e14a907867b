"""Files for other translation programs: segments as XLIFF, and translation memories as TMX."""
