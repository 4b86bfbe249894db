"""An old computer: a page stands and is used before its scripts have come."""

from contextlib import contextmanager


@contextmanager
def scripts_held_back(page, address):
    """Open the page and let its scripts come at the end."""
    held = []

    def hold(route):
        held.append(route)

    page.route("**/*.js", hold)
    page.goto(address, wait_until="commit")
    yield
    for each in held:
        each.continue_()
    page.unroute("**/*.js", hold)
