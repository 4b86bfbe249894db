"""Acting as somebody does who has just read the page."""


def as_read(action, row, **named):
    """Do this to a row on the version that stands now."""
    version = type(row).objects.values_list("version", flat=True).get(pk=row.pk)
    return action(row, based_on=version, **named)
