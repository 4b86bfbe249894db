"""People's accounts: signing in, signing out, passwords."""
