"""The figures of a bulletin, drawn from rows."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from progress.bulletins.quarter_figures import figures
from progress.models import ItemState, Measurement, Notice, Review, Round
from progress.rules.states import (
    ClosureState,
    Completion,
    NoticeState,
    ReportState,
    ReviewDecision,
    VerdictClass,
)
from projects.models import Domain
from projects.rules.states import AssignmentRole
from tests.factories import (
    NOW,
    SHANGHAI,
    make_assignment,
    make_bulletin,
    make_closure,
    make_coordination,
    make_document,
    make_group,
    make_list,
    make_milestone,
    make_notice,
    make_period,
    make_report,
    make_sub_project,
    make_target,
    make_task,
    make_unit,
    make_user,
    make_verdict,
)

pytestmark = pytest.mark.django_db
ON = date(2021, 7, 14)


@pytest.fixture
def yearly_list():
    return make_list()


@pytest.fixture
def unit():
    return make_unit("sjyj", name="市教育局")


@pytest.fixture
def task(yearly_list, unit):
    return make_task(yearly_list, number=7, text="建设5个城市公园(含口袋公园)。", lead=unit)


def report_of(task, unit, *, quarter=2, state=ReportState.ACCEPTED, value=None, **fields):
    """A report with a value for every target."""
    report = make_report(
        task,
        unit,
        quarter=quarter,
        state=state,
        submitted_at=NOW,
        first_submitted_at=NOW - timedelta(days=5),
        **fields,
    )
    Measurement.objects.bulk_create(
        Measurement(report=report, target=target, value=value) for target in task.targets.all()
    )
    return report


def drawn(yearly_list, quarter=2, on=ON):
    period = yearly_list.periods.filter(quarter=quarter).first() or make_period(yearly_list, quarter)
    return figures(period, on)


def test_a_task_shows_plan_beside_accepted_values(yearly_list, task, unit):
    make_target(task, quantity=8, planned=(1, 4, 6, 8), basis="ytd")
    make_milestone(task, 2, "开工4个。")
    make_assignment(task, make_group("gxq", name="各县区"), role=AssignmentRole.CO)
    report_of(task, unit, value=3, text="已开工3个。", problems="用地未落实。", next_steps="加快办理。")
    row = drawn(yearly_list).tasks[0]
    assert (row.text, row.plan, row.progress) == (
        "建设5个城市公园（含口袋公园）。",
        "开工4个。",
        "已开工3个。",
    )
    assert (row.leads, row.co, row.word, row.gap) == (
        ("市教育局",),
        ("各县区",),
        "滞后（未达序时）",
        Decimal("12.5"),
    )
    target = row.targets[0]
    assert (target.planned, target.actual, target.completion, target.gap) == (
        4,
        3,
        Decimal("37.5"),
        Decimal("12.5"),
    )


def test_what_is_not_accepted_is_counted_apart_and_not_told(yearly_list, task, unit):
    make_target(task, planned=(1, 2, 4, 5), basis="ytd")
    report_of(task, unit, value=3, state=ReportState.SUBMITTED, text="已开工3个。")
    found = drawn(yearly_list)
    assert (found.tasks[0].progress, found.tasks[0].targets[0].actual, found.tasks[0].remarks) == (
        "",
        None,
        ("已报送待审核",),
    )
    assert (found.filing.pending, found.tally.unmeasured, found.tally.pending) == (1, 1, 1)


def test_a_figure_is_weighed_where_the_class_waits_for_another_lead(yearly_list, task, unit):
    make_target(task, quantity=8, planned=(1, 4, 6, 8), basis="ytd")
    other = make_unit("szjj", name="市住建局", order=9)
    make_assignment(task, other, role=AssignmentRole.LEAD, order=2)
    report_of(task, unit, value=3)
    make_report(task, other, state=ReportState.SUBMITTED, submitted_at=NOW, first_submitted_at=NOW)
    row = drawn(yearly_list).tasks[0]
    assert (row.code, row.gap) == (VerdictClass.UNMEASURED, None)
    assert (row.targets[0].code, row.targets[0].gap) == (VerdictClass.BEHIND, Decimal("12.5"))


@pytest.mark.parametrize(
    ("day", "came_on_paper", "remarks"),
    [
        (28, None, ("数据截至6月28日",)),
        (30, None, ()),
        (30, date(2021, 6, 27), ("数据截至6月27日",)),
    ],
)
def test_what_was_filed_before_the_as_of_date_says_so(yearly_list, task, unit, day, came_on_paper, remarks):
    make_target(task, planned=(1, 2, 4, 5), basis="ytd")
    report = report_of(task, unit, value=4)
    filed = datetime(2021, 6, day, 9, 0, tzinfo=SHANGHAI)
    report.first_submitted_at = report.submitted_at = filed
    report.came_on_paper = came_on_paper
    report.save()
    assert drawn(yearly_list).tasks[0].remarks == remarks


def test_each_lagging_sub_project_is_a_line(yearly_list, task, unit):
    parts = [make_sub_project(task, name) for name in ("园博园", "月牙岛")]
    milestone = make_milestone(task, 2, items=[{"text": "封顶。", "sub_project": part} for part in parts])
    report = report_of(task, unit, problems="雨水多。")
    ItemState.objects.bulk_create(
        ItemState(report=report, item=item, state=Completion.NOT_DONE, confirmed=Completion.NOT_DONE)
        for item in milestone.items.all()
    )
    lines = drawn(yearly_list).laggards
    assert [(each.sub_project, each.situation, each.cause) for each in lines] == [
        ("园博园", "“封顶”未完成", "雨水多。"),
        ("月牙岛", "“封顶”未完成", "雨水多。"),
    ]


def test_an_item_that_only_repeats_a_figure_is_not_told_again(yearly_list, task, unit):
    make_target(task, quantity=8, planned=(1, 4, 6, 8), basis="ytd", label="建成“城市公园”", unit="个")
    others = [
        "4月底前建成6个停车场。",
        "6月底前建成4个停车场。",
        "建成城市公园4个、停车场4个。",
        "完成绿化。",
    ]
    milestone = make_milestone(task, 2, items=["累计建成城市公园4个。", *others])
    report = report_of(task, unit, value=3)
    ItemState.objects.bulk_create(
        ItemState(report=report, item=item, state=Completion.NOT_DONE, confirmed=Completion.NOT_DONE)
        for item in milestone.items.all()
    )
    situation = drawn(yearly_list).laggards[0].situation
    assert "累计建成" not in situation and "建成“城市公园”计划累计4个，实际累计3个" in situation
    assert all(f"“{each.rstrip('。')}”未完成" in situation for each in others)


def test_only_what_both_quarters_judged_is_compared(yearly_list, task, unit):
    make_target(task, quantity=8, planned=(2, 4, 6, 8), basis="ytd")
    report_of(task, unit, quarter=1, value=1)
    report_of(task, unit, value=4)
    other = make_task(yearly_list, number=9, lead=unit)
    make_target(other, quantity=8, planned=(2, 4, 6, 8), basis="ytd")
    report_of(other, unit, quarter=1, value=2)
    report_of(other, unit, state=ReportState.SUBMITTED, value=4)
    compared = drawn(yearly_list).compared
    assert (compared.before.behind, compared.before.total) == (1, 1)
    assert (compared.now.on_schedule, compared.now.total) == (1, 1)
    assert (compared.recovered, compared.slipped) == (1, 0)


def test_meetings_and_notices_are_on_record_from_the_quarters_first_day(yearly_list, task, unit):
    report = report_of(task, unit)
    make_coordination(task, held_on=date(2021, 3, 31))
    make_coordination(task, held_on=date(2021, 7, 1))
    make_coordination(task, held_on=date(2021, 7, 20))  # after the day that is drawn
    make_notice(report, tasks=[task])
    make_notice(report, tasks=[task], state=NoticeState.DRAFT)
    later = make_notice(report, tasks=[task])
    Notice.objects.filter(pk=later.pk).update(issued_at=NOW + timedelta(1))  # after it too
    measures = drawn(yearly_list).measures
    assert [(each.number, each.on, each.word, each.reference) for each in measures] == [
        (7, date(2021, 7, 1), "会办", ""),
        (7, date(2021, 7, 14), "提醒单", "连督〔2021〕1号"),
    ]


def test_a_task_behind_by_the_coordinators_word_tells_its_reason_apart(yearly_list, task, unit):
    milestone = make_milestone(task, 2, items=["封顶。"])
    report = report_of(task, unit, text="主体已封顶。配套未动。")
    ItemState.objects.create(
        report=report, item=milestone.items.get(), state=Completion.DONE, confirmed=Completion.DONE
    )
    make_verdict(report, "behind", computed="on_schedule", reason="现场核查不符。")
    assert [(each.situation, each.note) for each in drawn(yearly_list).laggards] == [
        ("主体已封顶", "现场核查不符。")
    ]


def test_units_missing_late_and_not_refiled_are_listed_in_the_official_order(yearly_list, task, unit):
    other = make_unit(name="市民政局", order=unit.order + 1)
    make_report(make_task(yearly_list, number=9, lead=other), other)
    make_report(make_task(yearly_list, number=10, lead=unit), unit, state=ReportState.DRAFT)
    report = report_of(task, unit, state=ReportState.RETURNED, refile_by=date(2021, 7, 13))
    report.first_submitted_at = NOW
    report.save()
    first, second = drawn(yearly_list).unit_filings
    assert (first.unit, first.missing, first.not_refiled, first.late[0].number, first.late[0].days) == (
        "市教育局",
        (10,),
        (7,),
        7,
        2,
    )
    assert (second.unit, second.missing) == ("市民政局", (9,))


def test_last_quarters_laggards_tell_what_became_of_them(yearly_list, task, unit):
    make_target(task, quantity=8, planned=(2, 4, 6, 8), basis="ytd")
    make_period(yearly_list, 1)
    report_of(task, unit, quarter=1, value=1)
    report_of(task, unit, value=4)
    found = drawn(yearly_list)
    assert [
        (each.number, each.word_then, each.word_now, each.has_caught_up) for each in found.past_laggards
    ] == [(7, "滞后（未达序时）", "达序时", True)]
    assert (found.tally_before.behind, found.tally.on_schedule) == (1, 1)


def test_points_are_told_of_a_laggard_only_while_it_lags(yearly_list, task, unit):
    make_target(task, quantity=8, planned=(2, 4, 6, 8), basis="ytd")
    make_period(yearly_list, 1)
    report_of(task, unit, quarter=1, value=1)
    make_verdict(
        report_of(task, unit, value=3), VerdictClass.ON_SCHEDULE, computed="behind", reason="已签约。"
    )
    (past,) = drawn(yearly_list).past_laggards
    assert (past.gap_then, past.word_now, past.gap_now) == (Decimal("12.5"), "达序时", None)


def test_the_first_quarter_has_none_before(yearly_list, task, unit):
    report_of(task, unit, quarter=1)
    assert drawn(yearly_list, 1).tally_before is None


def test_a_closed_task_keeps_its_row_with_its_last_text(yearly_list, task, unit):
    make_target(task, quantity=5, planned=(5, None, None, None), basis="ytd")
    make_period(yearly_list, 1)
    make_closure(report_of(task, unit, quarter=1, value=5, text="全部建成。"), state=ClosureState.AGREED)
    row = drawn(yearly_list).tasks[0]
    assert (row.word, row.progress, row.remarks) == ("已提前完成", "全部建成。", ("第1季度销号",))
    assert (row.targets[0].actual, row.targets[0].completion) == (5, Decimal("100.0"))


def test_a_task_with_several_leads_counts_for_each(yearly_list, task, unit):
    second = make_unit(name="市住建局", order=unit.order + 1)
    make_assignment(task, second)
    report_of(task, unit, text="甲。")
    report_of(task, second, text="乙。")
    found = drawn(yearly_list)
    assert [(each.name, each.tally.total) for each in found.by_unit] == [("市教育局", 1), ("市住建局", 1)]
    assert found.tasks[0].progress == "市教育局：甲。\n市住建局：乙。"


def test_domains_stand_in_their_order_and_none_where_there_are_none(yearly_list, task, unit):
    assert drawn(yearly_list).by_domain == ()
    domains = [
        Domain.objects.create(yearly_list=yearly_list, order=order, name=name)
        for order, name in ((2, "就业"), (1, "教育"))
    ]
    for number, domain in enumerate(domains, 20):
        make_task(yearly_list, number=number, domain=domain)
    assert [each.name for each in drawn(yearly_list).by_domain] == ["教育", "就业"]


def test_a_correction_after_the_last_bulletin_is_listed_with_what_changed(yearly_list, task, unit):
    make_bulletin(make_period(yearly_list, 1), issued_at=NOW - timedelta(days=60))
    report = report_of(task, unit, quarter=1)
    accepted_round(report, 1, "2", days_ago=70)
    accepted_round(report, 2, "1", days_ago=3)
    found = drawn(yearly_list).corrections
    assert [(each.number, each.quarter, each.unit) for each in found] == [(7, 1, "市教育局")]
    assert [(each.label, each.before, each.after) for each in found[0].changes] == [
        ("城市公园", "2个", "1个")
    ]


def test_a_correction_that_the_last_bulletin_listed_is_not_listed_again(yearly_list, task, unit):
    first = make_bulletin(make_period(yearly_list, 1), issued_at=NOW - timedelta(days=60))
    report = report_of(task, unit, quarter=1)
    make_bulletin(first.period, corrects=first, correction_reason="更正。", issued_at=NOW - timedelta(days=1))
    accepted_round(report, 1, "2", days_ago=70)
    accepted_round(report, 2, "1", days_ago=3)
    assert drawn(yearly_list).corrections == ()


def test_the_basis_is_what_the_list_was_read_from(yearly_list, task):
    assert [each.title for each in drawn(yearly_list).basis] == ["2021年民生实事"]
    make_document(yearly_list, title="2021 年 50 件民生实事方案", document_number="连政发〔2021〕10号")
    assert [(each.title, each.document_number) for each in drawn(yearly_list).basis] == [
        ("2021年50件民生实事方案", "连政发〔2021〕10号")
    ]


def test_thirty_tasks_take_as_many_queries_as_one(yearly_list, task, unit, django_assert_max_num_queries):
    for number in range(30, 60):
        another = make_task(yearly_list, number=number, lead=unit)
        make_target(another, planned=(1, 2, 3, 4), basis="ytd")
        report_of(another, unit, value=2)
    with django_assert_max_num_queries(8):
        drawn(yearly_list)


def accepted_round(report, number, value, *, days_ago):
    """A round with one value, accepted."""
    at, by = NOW - timedelta(days=days_ago), make_user()
    values = [{"label": "城市公园", "unit": "个", "value": value, "reason": ""}]
    content = {"text": "进展。", "problems": "", "next_steps": "", "values": values, "items": []}
    row = Round.objects.create(
        report=report, number=number, submitted_at=at, submitted_by=by, content=content
    )
    issues = report.period.yearly_list.bulletins.filter(issued_at__lt=at).values_list("number", flat=True)
    accepted = {"decision": ReviewDecision.ACCEPT, "after_issue": max(issues, default=0)}
    Review.objects.create(report=report, round=row, decided_at=at, decided_by=by, **accepted)


def test_each_lead_counts_its_own_missing_report_and_no_others(yearly_list, task, unit):
    other = make_unit("szjj", name="市住建局", order=9)
    make_assignment(task, other, role=AssignmentRole.LEAD, order=2)
    make_milestone(task, 2, items=["封顶。"])
    make_report(task, unit)
    report_of(task, other)
    found = drawn(yearly_list)
    missing = {each.unit: len(each.missing) for each in found.unit_filings}
    assert found.tally.not_filed == 1
    assert {each.name: each.tally.not_filed for each in found.by_unit} == {"市教育局": 1, "市住建局": 0}
    assert all(missing.get(each.name, 0) == each.tally.not_filed for each in found.by_unit)


def test_remarks_say_what_was_returned_and_what_a_person_judged(yearly_list, task, unit):
    make_target(task, quantity=8, planned=(1, 4, 6, 8), basis="ytd")
    report = report_of(task, unit, value=4)
    make_verdict(report, VerdictClass.BEHIND, computed=VerdictClass.ON_SCHEDULE, reason="质量未达标。")
    assert drawn(yearly_list).tasks[0].remarks == ("人工评定",)
    report.state, report.refile_by = ReportState.RETURNED, ON
    report.save()
    assert "已退回" in drawn(yearly_list).tasks[0].remarks
    assert "退回未重报" in drawn(yearly_list, on=ON + timedelta(days=1)).tasks[0].remarks


def test_remarks_hold_no_mark_of_the_house(yearly_list, task, unit):
    target = make_target(task, quantity=8, planned=(1, 4, 6, 8), basis="ytd")
    target.needs_settling = True
    target.save()
    report_of(task, unit, value=4)
    assert drawn(yearly_list).tasks[0].remarks == ("部分指标未参与评价",)
