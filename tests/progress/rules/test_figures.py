"""What a bulletin says: the words of its head."""

from dataclasses import replace
from datetime import date

import pytest

from progress.bulletins.imprint import Imprint
from progress.rules.figures import Figures
from progress.rules.standings import Tally


@pytest.mark.parametrize(
    ("quarter", "as_of", "title"),
    [
        (1, date(2021, 3, 31), "一季度"),
        (2, date(2021, 6, 30), "上半年"),
        (3, date(2021, 9, 30), "三季度"),
        (4, date(2021, 12, 15), "全年（截至12月15日）"),
        (4, date(2021, 12, 31), "全年"),
    ],
)
def test_the_title_names_the_span(quarter, as_of, title):
    found = replace(_figures(quarter=quarter), as_of=as_of)
    assert found.title == f"关于2021年{title}50件民生实事进展情况的通报"


def test_a_list_without_a_number_of_matters_is_titled_without_it():
    assert _figures(matters=None).breakdown == "2021年民生实事分解为0项任务"


def test_an_issue_without_a_number_is_a_draft():
    assert Imprint().label == "草稿"
    assert Imprint(number=3, corrects=2).label == "第3期（更正第2期）"


def _figures(**fields):
    dates = {"as_of": date(2021, 6, 30), "due_on": date(2021, 7, 12), "drawn_on": date(2021, 7, 14)}
    return Figures(
        **{"year": 2021, "quarter": 2, "matters": 50, "tasks": (), "tally": Tally(), **dates, **fields}
    )
