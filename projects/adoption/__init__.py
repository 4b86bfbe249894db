"""A file becomes a list: read, compared with what is stored, asked about, adopted."""
