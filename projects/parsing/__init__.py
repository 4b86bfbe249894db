"""Official documents read into values; no Django here."""
