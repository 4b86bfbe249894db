"""延期: a unit asks to file later, and is answered."""
