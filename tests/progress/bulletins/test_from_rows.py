"""Every figure in both files of a bulletin, worked out anew from the raw rows, without the house's rules."""

from collections import Counter
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from random import Random

import pytest
from django.db import connection
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from lianyungang.demo_city import LIANYUNGANG
from progress.bulletins.document import bulletin_document
from progress.bulletins.prose import prose
from progress.bulletins.quarter_figures import figures
from progress.bulletins.workbook import bulletin_workbook
from progress.models import Measurement
from tests.factories import NOW, make_list, make_period, make_report, make_target, make_task, make_unit

pytestmark = pytest.mark.django_db
ON, DUE = date(2021, 7, 14), date(2021, 7, 12)
ROWS = """
    SELECT task.number, unit.name, target.label, target.quantity, planned.value, measured.value, report.state,
           (report.first_submitted_at AT TIME ZONE 'Asia/Shanghai')::date
    FROM projects_task task
    JOIN projects_target target ON target.task_id = task.id
    JOIN progress_report report ON report.task_id = task.id
    JOIN progress_reportingperiod period ON period.id = report.period_id AND period.quarter = %s
    JOIN projects_unit unit ON unit.id = report.unit_id
    LEFT JOIN projects_plannedvalue planned ON planned.target_id = target.id AND planned.quarter = %s
    LEFT JOIN progress_measurement measured
        ON measured.report_id = report.id AND measured.target_id = target.id
    ORDER BY task.number
"""
WORDS = {
    "ahead": "超序时",
    "on": "达序时",
    "behind": "滞后（未达序时）",
    "far": "严重滞后",
    "open": "待评定",
    "missing": "未报",
}


@pytest.fixture
def year():
    """Two quarters of 40 tasks from a fixed seed: accepted, waiting, late and missing, of every pace."""
    random, yearly_list = Random(7), make_list()
    units = [make_unit(name=f"市{name}局", order=order) for order, name in enumerate("甲乙丙丁戊", 1)]
    periods = [make_period(yearly_list, quarter) for quarter in (1, 2)]
    for number in range(1, 41):
        unit, quantity = random.choice(units), random.choice((16, 25, 120, 8000))
        task = make_task(yearly_list, number=number, lead=unit)
        quarters = [quantity * share // 10 for share in (2, 5, 8, 10)]
        make_target(task, quantity=quantity, planned=quarters, basis="ytd")
        for quarter in (1, 2):
            _file(task, unit, quarter, quarters[quarter - 1], random)
    return periods[1]


def _file(task, unit, quarter, planned, random):
    """A report in any state, with a total at any pace."""
    state = random.choice(("accepted",) * 6 + ("submitted", "")) if quarter == 2 else "accepted"
    first = (
        NOW - timedelta(days=random.choice((1, 3, 5)))
        if state and quarter == 2
        else NOW - timedelta(days=95)
        if state
        else None
    )
    report = make_report(
        task, unit, quarter=quarter, state=state, submitted_at=first, first_submitted_at=first, text="进展。"
    )
    if state:
        value = (planned * Decimal(random.choice(("0.3", "0.7", "0.93", "1", "1.02", "1.4")))).quantize(
            Decimal(1)
        )
        Measurement.objects.create(report=report, target=task.targets.get(), value=value)


@pytest.fixture
def drawn(year):
    found = figures(year, ON)
    return load_workbook(BytesIO(bulletin_workbook(found))), Document(
        BytesIO(bulletin_document(found, prose(found, city=LIANYUNGANG)))
    )


def worked_out(quarter):
    """Each task as the raw rows tell it: unit, class, completion, points behind, days late."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [quarter, quarter])
        return {row[0]: _told(*row[1:]) for row in cursor.fetchall()}


def _told(unit, label, quantity, planned, value, state, first):
    rate = _tenths(value * 100 / quantity) if state == "accepted" else None
    gap = (planned - value) * 100 / quantity if state == "accepted" else None
    late = max(0, (first - DUE).days) if first else 0
    return {
        "unit": unit,
        "class": _class(quantity, planned, value, state, gap),
        "rate": rate,
        "gap": gap,
        "late": late,
        "values": (label, value),
    }


def _class(quantity, planned, value, state, gap):
    if state != "accepted":
        return "open" if state == "submitted" else "missing"
    if value >= quantity or gap <= -5:
        return "ahead"
    if gap > 30 or value * 2 < planned:
        return "far"
    return "behind" if gap > 0 else "on"


def _tenths(number):
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP)


def rows(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]


def named(sheet):
    """Each row by its heads: a column without anything to say is left out."""
    heads = [cell.value for cell in sheet[3]]
    return [dict(zip(heads, row, strict=True)) for row in rows(sheet)]


def cells(table):
    return [
        [
            "".join(text.text or "\n" for text in cell.iter(qn("w:t"), qn("w:br")))
            for cell in row.iter(qn("w:tc"))
        ]
        for row in table._tbl.tr_lst
    ]


def expected_counts(found):
    """Total, the six classes as the table has them, far behind, pending, the share on schedule."""
    counts = Counter(each["class"] for each in found)
    good, total = counts["ahead"] + counts["on"], len(found)
    classes = (
        0,
        counts["ahead"],
        counts["on"],
        counts["behind"] + counts["far"],
        counts["open"],
        counts["missing"],
    )
    unplanned = 0  # every task here has a milestone
    share = f"{_tenths(Decimal(good) * 100 / total)}%"
    return [total, *classes, counts["far"], counts["open"], unplanned, share]


def test_the_counts_of_the_workbook_and_the_document(drawn):
    book, document = drawn
    now, before = worked_out(2), worked_out(1)
    assert set(WORDS) == {each["class"] for each in now.values()}
    expected = {
        "二季度": expected_counts(list(now.values())),
        "一季度": expected_counts(list(before.values())),
    }
    for unit in {each["unit"] for each in now.values()}:
        expected[unit] = expected_counts([each for each in now.values() if each["unit"] == unit])
    assert {
        row[0]: [*row[1:-1], f"{row[-1]:.1%}"] for row in rows(book["总体情况"]) if row[1] is not None
    } == expected
    assert {row[0]: row[1:] for row in cells(document.tables[0])[1:] if len(row) > 1} == {
        name: [str(value) for value in values] for name, values in expected.items()
    }


def test_every_tasks_class_rate_and_points(drawn):
    book, document = drawn
    found = worked_out(2)
    heads, *lines = cells(document.tables[1])
    printed_rows = [dict(zip(heads, line, strict=True)) for line in lines]
    for row, printed in zip(named(book["进展情况表"]), printed_rows, strict=True):
        told = found[row["序号"]]
        points = f"\n滞后{_tenths(told['gap'])}个百分点" if told["class"] in ("behind", "far") else ""
        assert row["进度评价"] == printed["进度评价"] == WORDS[told["class"]] + points
        assert row["完成率"] == printed["完成率"] and row["完成率"].endswith(
            f"，{told['rate']}%" if told["rate"] is not None else "—"
        )


def test_the_data_sheets_numbers(drawn):
    book, _ = drawn
    heads = [cell.value for cell in book["数据"][1]]
    found = worked_out(2)
    for row in book["数据"].iter_rows(min_row=2, values_only=True):
        values, told = dict(zip(heads, row, strict=True)), found[row[2]]
        assert values["进度评价"] == WORDS[told["class"]]
        assert values["实际累计1"] == (told["values"][1] if told["rate"] is not None else None)
        assert values["完成率（%）1"] == (
            None if told["rate"] is None else pytest.approx(float(told["rate"]))
        )


def test_what_is_behind_and_what_became_of_the_last_quarters(drawn):
    book, document = drawn
    now, before = worked_out(2), worked_out(1)
    behind = {
        number: _tenths(told["gap"]) for number, told in now.items() if told["class"] in ("behind", "far")
    }
    assert {row["项号"]: row["滞后百分点"] for row in named(book["滞后项目表"])} == {
        number: pytest.approx(float(gap)) for number, gap in behind.items()
    }
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert all(f"第{number}项：" in text and f"滞后{gap}个百分点" in text for number, gap in behind.items())
    past = {number for number, told in before.items() if told["class"] in ("behind", "far")}
    assert {row[0] for row in rows(book["上期滞后整改"])} == past


def test_who_is_missing_and_who_was_late(drawn):
    book, _ = drawn
    found = worked_out(2)
    missing, late = Counter(), Counter()
    for told in found.values():
        missing[told["unit"]] += told["class"] == "missing"
        late[told["unit"]] += told["late"] > 0
    assert {row["单位"]: (row["未报项数"], row["迟报项数"]) for row in named(book["未报迟报单位"])} == {
        unit: (missing[unit], late[unit])
        for unit in {each["unit"] for each in found.values()}
        if missing[unit] or late[unit]
    }


def test_the_sentence_with_the_counts(drawn):
    _, document = drawn
    total, completed, ahead, on, behind, unmeasured, missing, far, pending, _, share = expected_counts(
        list(worked_out(2).values())
    )
    sentence = next(
        paragraph.text for paragraph in document.paragraphs if paragraph.text.startswith("从督查情况看")
    )
    assert sentence == (
        f"从督查情况看，截至2021年6月30日，{total}项任务中，按序时推进{ahead + on}项，占{share}，"
        f"其中超序时{ahead}项、达序时{on}项；"
        f"滞后（未达序时）{behind}项，占{_tenths(Decimal(behind) * 100 / total)}%，其中严重滞后{far}项；"
        f"待评定{unmeasured}项，其中待审核{pending}项；未报{missing}项。"
    )
