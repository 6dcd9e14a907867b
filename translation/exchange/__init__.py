"""Files of other programs for translators, in XML."""
