"""The frozen figures of an issue, read in the version in which they were written."""

from datetime import date

from progress.ledger.issued import IssuedQuarter
from progress.rules.standings import Standing
from tests.factories import NOW

# As the first release froze them, with the least that a row held
KEPT = {
    "year": 2021,
    "quarter": 1,
    "as_of": "2021-03-31",
    "due_on": "2021-04-12",
    "drawn_on": "2021-04-20",
    "matters": 50,
    "tasks": [
        {"number": 7, "text": "建设5个城市公园。", "code": "behind", "word": "滞后（未达序时）", "gap": "9.8"}
    ],
    "tally": {"behind": 1},
}
ISSUE = IssuedQuarter(1, 1, NOW, NOW, KEPT)


def test_an_old_snapshot_tells_where_a_task_stands():
    assert (ISSUE.standing(7), ISSUE.standing(8)) == (Standing("behind"), None)
    assert str(ISSUE.task(7).points_behind) == str(ISSUE.points_behind(7)) == "9.8"


def test_what_an_old_snapshot_does_not_know_takes_its_default():
    told = ISSUE.figures
    assert (told.as_of, told.corrects, told.corrected, ISSUE.tally.behind) == (date(2021, 3, 31), None, (), 1)
    assert not ISSUE.has_caught_up(7)
