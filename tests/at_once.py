"""Several people who act at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection

from projects.rules.errors import Refused


def at_once(*acts: Callable[[], object]) -> list[Exception]:
    """Run these in threads that start together; what they raised."""
    barrier, raised = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
        except Refused as refusal:
            raised.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised
