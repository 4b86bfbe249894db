"""Forms: they check typing and word labels; they do not save."""
