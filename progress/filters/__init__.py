"""Searching and filtering of lists."""
