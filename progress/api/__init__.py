"""The API: JSON over the same reads and actions as the pages, for the systems of units and offices."""
