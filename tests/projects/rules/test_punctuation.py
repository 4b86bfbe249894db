import pytest

from projects.rules.punctuation import full_width


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("新建,改建(含续建);建成", "新建，改建（含续建）；建成"),
        ("9:30开工", "9:30开工"),
        ("完成1,200套", "完成1,200套"),
        ("比例为3:", "比例为3："),
        (":3", "：3"),
        ("市(G20)", "市（G20）"),
        ("(a)(b)", "（a)(b）"),
        ("行尾,\n下行", "行尾，\n下行"),
        ("没有标点", "没有标点"),
        ("", ""),
    ],
)
def test_a_mark_is_full_width_unless_it_stands_between_figures_or_latin_letters(printed, shown):
    assert full_width(printed) == shown
