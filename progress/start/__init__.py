"""首日步骤: what stands between an empty installation and its first quarter."""
