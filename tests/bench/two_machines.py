"""`python -m tests.bench.two_machines`: two databases on two machines, the first gone without a word.

As `replica`, but each cluster stands in a network of its own with an address, and what dies is the line to
the first: no packet tells anybody, as where a machine loses its power. The web servers give it up by
themselves (settings.GONE_AFTER) and find the second one. It needs root and iproute2, so it is no part of the
suite.
"""

import argparse
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from lianyungang import embedded
from tests.bench.faults import VISITORS
from tests.bench.replica import AT_MOST, ENOUGH, NAMED, PLACE, Cluster, clear, rehearse, sweep
from tests.bench.server import WORKERS
from tests.bench.telling import end

BRIDGE, NETWORK = "livelihood", "10.213.7"  # between the machines and this one
LISTENS = "listen_addresses = '*'\n"
LETS_IN = f"host all all {NETWORK}.0/24 trust\nhost replication all {NETWORK}.0/24 trust\n"


@dataclass
class Machine(Cluster):
    """A cluster with a network of its own, at the end of a line that can be cut."""

    number: int = 0

    @property
    def network(self) -> str:
        """The name of its network, and of the line to it."""
        return f"{BRIDGE[:8]}{self.number}"

    @property
    def host(self) -> str:
        """Its address."""
        return f"{NETWORK}.{self.number}"

    def plug_in(self) -> None:
        """Lay the line."""
        _ip("netns", "add", self.network)
        _ip("link", "add", self.network, "type", "veth", "peer", "name", "eth0", "netns", self.network)
        _ip("link", "set", self.network, "master", BRIDGE, "up")
        _ip("-n", self.network, "addr", "add", f"{self.host}/24", "dev", "eth0")
        for device in ("eth0", "lo"):
            _ip("-n", self.network, "link", "set", device, "up")

    def make(self) -> None:
        """An empty cluster that answers the others."""
        super().make()
        self.configure(LISTENS)
        with (self.data / "pg_hba.conf").open("a", encoding="ascii") as stream:
            stream.write(LETS_IN)

    def copy_of(self, primary: Cluster) -> None:
        """A replica, by the network."""
        super().copy_of(primary)
        self.configure(LISTENS)

    def run(self, program: str, *arguments: str) -> None:
        """Within its network."""
        place = embedded.programs()
        user = ("setpriv", f"--reuid={place.user.pw_uid}", f"--regid={place.user.pw_gid}", "--clear-groups")
        _ip("netns", "exec", self.network, *user, str(place.binaries / program), *arguments)

    def kill(self) -> None:
        """The line is cut; the processes know nothing of it and say nothing."""
        _ip("link", "set", self.network, "down")


def main() -> None:
    """The rehearsal; exit 1 where something was lost."""
    told = argparse.Namespace(answers=ENOUGH, seconds=AT_MOST, visitors=VISITORS, workers=WORKERS, tables="")
    sweep()
    with _two_machines() as (first, second):
        rehearse(first, second, told)
    end()


@contextmanager
def _two_machines() -> Iterator[tuple[Machine, Machine]]:
    """The first with a primary that runs; gone at the end."""
    folder = embedded.own_folder(PLACE / f"{NAMED}{os.getpid()}", embedded.other_than_root())
    first, second = (
        Machine(folder, name, 5432 + number, number) for number, name in ((1, "primary"), (2, "replica"))
    )
    try:
        _ip("link", "add", BRIDGE, "type", "bridge")
        _ip("addr", "add", f"{NETWORK}.254/24", "dev", BRIDGE)
        _ip("link", "set", BRIDGE, "up")
        for machine in (first, second):
            machine.plug_in()
        first.make()
        first.start()
        yield first, second
    finally:
        clear(folder)
        for undone in (
            ("netns", "del", first.network),
            ("netns", "del", second.network),
            ("link", "del", BRIDGE),
        ):
            with suppress(RuntimeError):
                _ip(*undone)


def _ip(*arguments: str) -> None:
    done = subprocess.run(
        ["ip", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, cwd="/"
    )
    if done.returncode:
        raise RuntimeError(f"ip {' '.join(arguments)}: {done.stderr.strip()}")


if __name__ == "__main__":
    main()
