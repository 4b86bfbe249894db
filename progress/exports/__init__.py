"""Workbooks and documents of the actual."""
