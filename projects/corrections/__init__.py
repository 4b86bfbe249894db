"""更正, 调整 and 疑点: what the administrator puts right in a list, and what the reader was not sure of."""
