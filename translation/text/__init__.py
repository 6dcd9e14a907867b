"""What is done to the text of a sentence before and after an engine translates it, and how the result is checked."""
