"""Whole documents in the manners of other cities and years, with what went wrong in them once."""

from tests.projects.parsing.documents import breakdown, codes

TWO = "1.新建学校5所。（牵头单位：市教育局；共同责任单位：市财政局）\n2.改造食堂3个。（牵头单位：市商务局；共同责任单位：各县区）\n"


def texts(parsed):
    return [(task.number, task.text) for task in parsed.tasks]


def targets(text):
    (task,) = breakdown(f"1.{text}（责任单位：市教育局）\n").tasks
    return [(target.quantity, target.unit, target.label) for target in task.targets]


def test_a_number_before_an_age_or_amount_right_below_a_heading():
    parsed = breakdown(
        "一、教育\n（一）校园\n1．新建学校5所。（责任单位：市教育局）\n二、健康\n（一）体检\n2．65岁以上老人体检6万人次。（责任单位：市卫健委）\n"
    )
    assert texts(parsed) == [(1, "新建学校5所。"), (2, "65岁以上老人体检6万人次。")]
    assert parsed.tasks[1].domain == "体检"


def test_what_a_web_page_writes_below_its_text_is_no_finding():
    assert codes(breakdown(TWO + "扫一扫在手机打开当前页\n打印本页 关闭窗口\n")) == []
