"""通报: figures, text, the officer's edits, the issue and its files."""
