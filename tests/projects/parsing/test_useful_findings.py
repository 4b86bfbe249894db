"""The findings of the four documents, each labelled by eye: of use to the office, or not, and why."""

from tests.projects.parsing.documents import LISTS, reading
from tests.projects.parsing.figures import truth

LABELLED = {row[:4]: row[4] for row in truth("findings")}


def places():
    return [
        (name, str(finding.task or ""), str(finding.quarter or ""), finding.code)
        for name in LISTS
        for finding in reading(name).findings
    ]


def test_every_finding_is_labelled_and_every_label_found():
    assert set(places()) == set(LABELLED)


def test_at_most_one_finding_in_ten_is_of_no_use():
    useless = [place for place in places() if LABELLED[place] == "no"]
    assert len(useless) * 10 <= len(places())


def test_two_of_three_irregularities_that_a_reader_sees_are_found():
    found = [place for place, useful in LABELLED.items() if useful == "yes" and place[1]]
    assert len(found) >= 2 * len(truth("missed"))
