"""Every page that ever shows the actual."""
