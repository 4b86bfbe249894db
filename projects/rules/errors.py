"""What a rule says when it forbids something."""


class Refused(Exception):
    """A rule forbids it; the message is a complete sentence for the person who tried."""


class NotYours(Refused):
    """The object may be seen by this person, but the act is somebody else's."""


class Stale(Refused):
    """The save was based on a version that somebody else has replaced since."""
