"""The ways by which a reminder goes out beside the page, one file each."""
