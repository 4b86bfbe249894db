"""Proposals from the figures, desks and ladders: due on 12 July 2021, three working days of grace until the
15th.
"""

from datetime import date, datetime

import pytest

from lianyungang.demo_city import LIANYUNGANG
from progress.models import ListSettings, Measurement, Notice
from progress.notices.paper_reads import paper_of
from progress.notices.proposal_reads import proposals
from progress.notices.reads import ladder_of_task, ladder_of_unit, notices_waiting, reply_day, whole_notices
from progress.rules.states import ExtensionState, NoticeLevel, NoticeState, ReportState
from projects.rules.roles import Role
from projects.rules.states import AssignmentRole
from tests.factories import (
    NOW,
    SHANGHAI,
    make_assignment,
    make_extension,
    make_list,
    make_notice,
    make_notice_reply,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db

GRACE, AFTER = date(2021, 7, 15), date(2021, 7, 16)


@pytest.fixture
def report():
    unit = make_unit("sjyj", name="市教育局")
    return make_report(make_task(make_list(), number=36, lead=unit), unit)


def lagging(report, *, value=1, quarter=None):
    """Accepted: 5 to reach, 1, 3, 4, 5 planned by quarter."""
    target = report.task.targets.first() or make_target(
        report.task, quantity=5, planned=(1, 3, 4, 5), basis="ytd"
    )
    at = datetime(2021, 4 if quarter == 1 else 7, 9, 10, 0, tzinfo=SHANGHAI)
    report.state, report.first_submitted_at, report.submitted_at = ReportState.ACCEPTED, at, at
    report.save()
    Measurement.objects.create(report=report, target=target, value=value)
    return report


def told(report, on=AFTER):
    return [
        (each.unit.code, [task.number for task in each.tasks], each.ground_words)
        for each in proposals(report.period, on)
    ]


def test_missing_is_proposed_after_the_days_of_grace(report):
    assert told(report, GRACE) == []
    assert told(report) == [("sjyj", [36], "未报")]


def test_the_days_of_grace_are_a_setting(report):
    ListSettings.objects.create(yearly_list=report.period.yearly_list, grace_days=4)
    assert told(report) == []


def test_a_granted_extension_spares_even_where_it_was_asked_for_too_late(report):
    make_extension(
        report.period,
        report.unit,
        state=ExtensionState.GRANTED,
        until=date(2021, 7, 20),
        asked_at=datetime(2021, 7, 13, tzinfo=SHANGHAI),
    )
    assert told(report, date(2021, 7, 20)) == []
    assert told(report, date(2021, 7, 21)) == [("sjyj", [36], "未报")]


def test_a_units_missing_reports_are_one_proposal(report):
    make_report(make_task(number=37, lead=report.unit), report.unit)
    other = make_unit("smzj")
    make_report(make_task(number=38, lead=other), other)
    assert told(report) == [("sjyj", [36, 37], "未报"), ("smzj", [38], "未报")]


def test_far_behind_is_proposed_with_the_figures(report):
    lagging(report)
    assert told(report) == [("sjyj", [36], "严重滞后")]
    assert "滞后40.0个百分点" in proposals(report.period, AFTER)[0].words


def test_a_little_behind_is_proposed_from_the_second_quarter_running(report):
    lagging(report, value=2)
    assert told(report) == []
    lagging(make_report(report.task, report.unit, quarter=1), value=0, quarter=1)
    assert told(report) == [("sjyj", [36], "连续滞后")]


def test_what_is_on_schedule_is_not_proposed(report):
    lagging(report, value=3)
    assert told(report) == []


def test_of_several_leads_each_is_proposed_once_by_its_own_ground(report):
    other = make_unit("smzj")
    make_assignment(report.task, other)
    make_report(report.task, other)
    lagging(report)
    assert told(report) == [("sjyj", [36], "严重滞后"), ("smzj", [36], "未报")]


@pytest.mark.parametrize(
    ("state", "again"),
    [
        (NoticeState.DRAFT, False),
        (NoticeState.ISSUED, False),
        (NoticeState.CLOSED, False),
        (NoticeState.WITHDRAWN, True),
    ],
)
def test_what_a_notice_of_the_quarter_is_about_is_not_proposed_again(state, again, report):
    make_notice(report, state=state)
    assert bool(told(report)) is again


def test_a_notice_of_an_earlier_quarter_does_not_stand_in_the_way(report):
    make_notice(make_report(report.task, report.unit, quarter=1))
    assert told(report) == [("sjyj", [36], "未报")]


def fill(count, start=100):
    for number in range(start, start + count):
        unit = make_unit()
        lagging(make_report(make_task(number=number, lead=unit), unit))


def test_proposals_ask_as_much_for_thirty_as_for_one(report, django_assert_max_num_queries):
    fill(1)
    with django_assert_max_num_queries(12) as one:
        proposals(report.period, AFTER)
    fill(30, start=200)
    with django_assert_max_num_queries(12) as thirty:
        assert len(proposals(report.period, AFTER)) == 32
    assert len(one) == len(thirty)


def test_the_deadline_proposed_is_some_working_days_on(report):
    assert reply_day(report.period.yearly_list, date(2021, 7, 14)) == date(2021, 7, 21)
    ListSettings.objects.create(yearly_list=report.period.yearly_list, notice_days=3)
    assert reply_day(report.period.yearly_list, date(2021, 7, 14)) == date(2021, 7, 19)


def kinds(user, on=date(2021, 7, 14)):
    return [each.kind for each in notices_waiting(user, on)]


def test_a_unit_signs_for_and_replies(report):
    filer = make_user(unit=report.unit)
    (
        make_notice(report),
        make_notice(report, state=NoticeState.RECEIVED),
        make_notice(report, state=NoticeState.REPLIED),
        make_notice(report, state=NoticeState.AWAITING, level=NoticeLevel.ORDER),
    )
    assert kinds(filer) == ["督办单待签收", "督办单待回复"]
    assert kinds(make_user()) == []


def test_the_offices_sign_judge_and_chase(report):
    (
        make_notice(report),
        make_notice(report, state=NoticeState.AWAITING, level=NoticeLevel.ORDER),
        make_notice(report, state=NoticeState.REPLIED),
        make_notice(report, state=NoticeState.REPLIED, level=NoticeLevel.ORDER),
    )
    coordinator, supervisor = make_user(role=Role.COORDINATOR), make_user(role=Role.SUPERVISOR)
    assert kinds(coordinator) == ["督办回复待审"]
    assert kinds(supervisor) == ["待签发", "督办回复待审", "督办回复待审"]
    assert kinds(coordinator, date(2021, 7, 22)) == ["逾期未回复", "督办回复待审"]


def test_a_draft_sent_back_waits_for_its_writer(report):
    drafter = make_user(role=Role.COORDINATOR)
    make_notice(report, state=NoticeState.DRAFT, drafted_by=drafter, sent_back_word="请改。")
    assert (kinds(drafter), kinds(make_user(role=Role.COORDINATOR))) == (["退回拟稿"], [])


def test_nobody_else_has_notices_on_the_desk(report, django_assert_num_queries):
    make_notice(report)
    auditor = make_user(role=Role.AUDITOR)
    with django_assert_num_queries(0):
        assert kinds(auditor) == []


def test_who_sees_a_notice(report):
    partner, stranger = make_unit("smzj"), make_unit()
    make_assignment(report.task, partner, role=AssignmentRole.CO)
    make_notice(report), make_notice(report, state=NoticeState.DRAFT)
    seen = {
        role: Notice.objects.visible_to(user).count()
        for role, user in {
            "own": make_user(unit=report.unit),
            "partner": make_user(unit=partner),
            "stranger": make_user(unit=stranger),
            "coordinator": make_user(role=Role.COORDINATOR),
            "supervisor": make_user(role=Role.SUPERVISOR),
            "auditor": make_user(role=Role.AUDITOR),
        }.items()
    }
    assert seen == {"own": 1, "partner": 1, "stranger": 0, "coordinator": 2, "supervisor": 2, "auditor": 0}


def test_the_ladder_of_a_task_and_of_a_unit_is_one_query(report, django_assert_num_queries):
    first = make_notice(report)
    make_notice(report, level=NoticeLevel.ORDER, previous=first, state=NoticeState.RECEIVED)
    make_notice(make_report(make_task(number=37, lead=report.unit), report.unit))
    supervisor = make_user(role=Role.SUPERVISOR)
    with django_assert_num_queries(1):
        assert [each.level for each in ladder_of_task(report.task, supervisor)] == [
            NoticeLevel.ALERT,
            NoticeLevel.ORDER,
        ]
    with django_assert_num_queries(1):
        assert [each.task_numbers for each in ladder_of_unit(report.unit, supervisor, 2021)] == [
            [36],
            [36],
            [37],
        ]


def test_the_paper_says_who_orders_what_until_when(report):
    make_notice(report, demands="请赶上。\n\n请报告。")
    paper = paper_of(whole_notices(make_user(role=Role.SUPERVISOR), 2021).get(), city=LIANYUNGANG)
    assert (paper.head, paper.reference, paper.addressee) == (
        "连云港市民生实事提醒单",
        "连督〔2021〕1号",
        "市教育局",
    )
    assert dict(paper.sections)["办理要求"] == ("请赶上。", "请报告。")
    assert (paper.office, paper.issued_on) == ("连云港市发展和改革委员会", NOW.date())


def test_what_is_above_the_first_level_comes_from_the_government_office(report):
    make_notice(report, level=NoticeLevel.ORDER, urgency="汛期将至。")
    paper = paper_of(whole_notices(make_user(role=Role.SUPERVISOR), 2021).get(), city=LIANYUNGANG)
    assert paper.office == "连云港市人民政府办公室"
    assert [heading for heading, _ in paper.sections] == [
        "督办事项",
        "事由",
        "紧急事由",
        "办理要求",
        "回复期限",
    ]


def test_nothing_is_proposed_against_a_unit_that_is_no_more(report):
    assert told(lagging(report)) != []
    report.unit.is_active = False
    report.unit.save()
    assert told(report) == []


def test_a_notice_names_every_one_before_it(report):
    first = make_notice(report, state=NoticeState.RAISED)
    second = make_notice(report, state=NoticeState.RAISED, level=NoticeLevel.ORDER, previous=first)
    make_notice(report, state=NoticeState.ISSUED, level=NoticeLevel.LISTED, previous=second)
    last = whole_notices(make_user(role=Role.SUPERVISOR), 2021).get(number=3)
    named = dict(paper_of(last, city=LIANYUNGANG).sections)["此前督办"]
    assert named == (
        "提醒单（连督〔2021〕1号），2021年7月14日签发。",
        "督办单（连督〔2021〕2号），2021年7月14日签发。",
    )


def receipt_of(notice):
    found = whole_notices(make_user(role=Role.SUPERVISOR), 2021).get(pk=notice.pk)
    return dict(paper_of(found, city=LIANYUNGANG).receipt)


def test_the_receipt_names_the_person_and_leaves_a_blank_for_a_role(report):
    unit = str(report.unit)
    notice = make_notice(report, state=NoticeState.RECEIVED)
    for name, printed in (("王小明", "王小明"), (f"{unit}填报员", ""), (unit, "")):
        notice.received_by = make_user(role=Role.FILER, unit=report.unit, display_name=name)
        notice.save()
        assert (receipt_of(notice)["签收人"], receipt_of(notice)["签收单位"]) == (printed, unit)
    assert receipt_of(notice)["签收时间"] == "2021年7月14日"


def test_the_receipt_holds_the_reply_that_stands_and_how_it_ended(report):
    notice = make_notice(report, state=NoticeState.CLOSED)
    make_notice_reply(notice, text="已进场。")
    told = receipt_of(notice)
    assert (told["原　　因"], told["办理情况"], told["办理结果"]) == (
        "雨水天气较多。",
        "已进场。",
        "2021年7月14日办结。已落实。",
    )


def test_a_reply_that_was_returned_leaves_the_receipt_blank(report):
    notice = make_notice(report, state=NoticeState.RECEIVED)
    make_notice_reply(notice, returned_at=NOW, return_reason="过于笼统。")
    assert receipt_of(notice)["原　　因"].strip() == ""
