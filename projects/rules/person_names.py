"""Whether a name is a person's: an account that is called as its unit or its role has nobody yet."""

ROLE_WORDS = ("填报员", "审签人", "填报人", "审签员")


def is_a_persons(name: str, *, username: str = "", unit: str = "") -> bool:
    """Whether it names a person: no blank, no user name, no unit with or without a role behind it."""
    plain = name.strip()
    for word in ROLE_WORDS:
        plain = plain.removesuffix(word).strip()
    return plain not in ("", username, unit)
