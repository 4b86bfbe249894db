"""What is decided about the actual, from plain values. No Django here."""
