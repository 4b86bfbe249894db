"""A report of one unit, whose filer hands in evidence."""

import pytest

from progress.reports import actions as report_actions
from projects.files.uploads import looked_at
from tests.factories import NOW
from tests.sample_files import uploaded


@pytest.fixture
def hand_in(report, filer):
    """Attach a file to the report: `hand_in("现场.jpg", content)`."""

    def handed_in(name="现场.jpg", content=None, *, to=report, by=filer, about="", at=NOW):
        to.refresh_from_db()
        file = looked_at(uploaded(content, name))
        named = {"about": about, "based_on": to.version, "at": at, "by": by}
        report_actions.attach_evidence(to, file=file, **named)
        return to.evidence.latest("pk")

    return handed_in
