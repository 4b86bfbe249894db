"""Cells cut by what reads best."""

from projects.parsing.cellcuts import divided


def cells(lines, count):
    return ["".join(lines[start:end]) for start, end in divided(lines, count)]


def test_cells_end_with_their_sentences():
    assert cells(["改善办学", "条件。", "1.办手续；", "2.招标。", "开工5", "所。"], 3) == [
        "改善办学条件。",
        "1.办手续；2.招标。",
        "开工5所。",
    ]


def test_a_short_line_ends_a_cell_where_the_punctuation_does_not_say():
    assert cells(["推进危旧房屋改造工作", "出具报告", "召开总结表彰大会，布置", "任务。"], 2) == [
        "推进危旧房屋改造工作出具报告",
        "召开总结表彰大会，布置任务。",
    ]


def test_a_full_stop_within_a_cell_does_not_end_it_before_a_later_item():
    assert cells(["1.甲完成。", "2.乙。", "1.丙。"], 2) == ["1.甲完成。2.乙。", "1.丙。"]


def test_as_many_lines_as_cells_or_fewer_are_cells():
    assert divided(["甲", "乙"], 2) == [(0, 1), (1, 2)]
    assert divided(["甲"], 3) == [(0, 1)]
    assert divided([], 3) == []
