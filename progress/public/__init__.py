"""For everybody: issued bulletins only, never live rows."""
