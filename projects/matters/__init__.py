"""件: which tasks make up each of the matters that a list promises."""
