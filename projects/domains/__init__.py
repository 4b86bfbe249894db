"""自定领域: which domains the administrator gives to a list whose document has none."""
