"""Files that people hand in: checked, known by their content, kept once, served, swept."""
