"""报送: what every paper has in common: written, signed, submitted, recalled."""
