"""A quarter at a glance in the words of its time of the year."""

from progress.rules.standings import Tally
from progress.year.glance import Glance, TallyRow
from progress.year.tally_tables import TallyTable
from projects.rules.quarters import Quarter


def of_quarter(number, **counts):
    return Glance(TallyRow("全部", Quarter(2021, number), "", Tally(**counts)), (), ())


def test_the_fourth_quarter_is_told_in_the_words_of_the_year():
    year = of_quarter(4, completed=7, behind=2, far_behind=1)
    done = "已完成7（其中超额完成0、销号0）"
    assert year.whole.equation == f"总数9＝{done}＋滞后2（其中严重滞后1）＋待评定0（其中待审核0）＋未报0"
    assert [each.word for each in year.strip] == ["已完成", "滞后", "待评定", "未报"]


def test_a_quarter_of_a_year_under_way_has_its_own():
    third = of_quarter(3, ahead=1, on_schedule=2)
    assert third.whole.equation.startswith("总数3＝已完成0＋超序时1＋达序时2＋")
    assert [each.word for each in third.strip][:3] == ["已完成", "超序时", "达序时"]


def shown_columns(*rows):
    return {
        each.name for each in TallyTable(rows, base="/2021/tasks/", of="牵头单位").columns if each.visible
    }


def test_a_table_of_the_years_end_has_no_columns_for_a_year_under_way():
    ended = TallyRow("市教育局", Quarter(2021, 5), "", Tally(completed=1))
    assert shown_columns(ended).isdisjoint({"ahead", "on_schedule"})
    assert "completed" in shown_columns(ended)
    under_way = TallyRow("三季度", Quarter(2021, 3), "", Tally(completed=1))
    assert {"ahead", "on_schedule"} <= shown_columns(under_way, ended)
