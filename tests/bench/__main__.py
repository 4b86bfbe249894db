"""`make bench`: pages with a budget, the reading of documents, the import, the workbooks, in one run.

Machines are noisy: cases take turns, each is held against a baseline measured beside it (quality.md, Speed).
"""

import argparse
import os
import sys

from tests.bench.documents import documents
from tests.bench.growth import growth
from tests.bench.measuring import in_turns, missed, table
from tests.bench.pages import pages
from tests.bench.uploads import uploads
from tests.bench.workbooks import workbooks
from tests.bench.writes import writes

GROUPS = {
    "pages": pages,
    "writes": writes,
    "uploads": uploads,
    "growth": growth,
    "documents": documents,
    "workbooks": workbooks,
}


def main() -> None:
    """Measure the named groups, or all of them; exit 1 where one kept not to what it must."""
    options, late = _options(), []
    for name in options.groups or GROUPS:
        with GROUPS[name]() as cases:
            results = in_turns(cases, options.rounds)
        sys.stdout.write(
            f"\n{name}, {options.rounds} rounds, load of the machine {os.getloadavg()[0]:.1f}\n"
            f"{table(results)}\n"
        )
        late += missed(results)
    sys.exit(1 if late else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "groups", nargs="*", choices=[*GROUPS, []], help="what to measure; everything where nothing is named"
    )
    parser.add_argument("--rounds", type=int, default=20, help="how often each case is measured")
    return parser.parse_args()


if __name__ == "__main__":
    main()
