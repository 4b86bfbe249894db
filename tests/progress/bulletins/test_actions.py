"""Editing, issuing and correcting a bulletin (domain.md, The bulletin)."""

from datetime import datetime
from hashlib import sha256
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from lianyungang.demo_city import LIANYUNGANG
from progress.bulletins import actions, text_actions
from progress.bulletins.draft import bulletin_draft
from progress.models import Bulletin, BulletinDraft, BulletinFile, PublicIssue, ReportingPeriod
from progress.reports import actions as report_actions
from progress.reports.actions import ReportContent
from progress.rules.figures_json import from_json
from progress.rules.states import ReportState
from projects.models import LogEntry
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.roles import Role
from tests.factories import (
    SHANGHAI,
    make_list,
    make_milestone,
    make_report,
    make_task,
    make_unit,
    make_user,
    make_verdict,
)

pytestmark = pytest.mark.django_db

AT = datetime(2021, 7, 20, 10, 0, tzinfo=SHANGHAI)
ON = AT.date()


@pytest.fixture
def coordinator():
    return make_user("drc", role=Role.COORDINATOR)


@pytest.fixture
def period():
    """A quarter in which everything is accepted and judged."""
    unit = make_unit()
    task = make_task(make_list(matters=50), number=36, lead=unit)
    make_milestone(task, 2)
    report = make_report(
        task, unit, state=ReportState.ACCEPTED, text="已开工。", first_submitted_at=AT, submitted_at=AT
    )
    make_verdict(report)
    return report.period


def version(period):
    kept = BulletinDraft.objects.filter(period=period).first()
    return kept.version if kept else 0


def mark(period):
    """What an officer who has just opened the page has read."""
    return bulletin_draft(period, ON, city=LIANYUNGANG).mark


def act(period, coordinator, action, *args, **fields):
    read = {"seen": mark(period)} if action is actions.issue else {"based_on": version(period)}
    return action(period, *args, **{**read, "city": LIANYUNGANG, "at": AT, "by": coordinator, **fields})


def shown(period, key):
    return bulletin_draft(period, ON, city=LIANYUNGANG).found(key)


def test_a_rewritten_paragraph_prints_as_the_officer_wrote_it(period, coordinator):
    act(period, coordinator, text_actions.rewrite, key="opening", text="　按市政府要求，通报如下：\n")
    assert (shown(period, "opening").paragraph.text, shown(period, "opening").is_edited) == (
        "按市政府要求，通报如下：",
        True,
    )


def test_an_edit_is_stale_once_the_figures_say_otherwise(period, coordinator):
    act(period, coordinator, text_actions.rewrite, key="opening", text="按市政府要求，通报如下：")
    make_task(period.yearly_list, number=37)
    assert shown(period, "opening").is_stale
    assert "2项任务" in shown(period, "opening").generated


def test_restoring_brings_the_words_of_the_figures_back(period, coordinator):
    before = shown(period, "opening")
    act(period, coordinator, text_actions.rewrite, key="opening", text="另一段。")
    act(period, coordinator, text_actions.drop, key="opening")
    act(period, coordinator, text_actions.restore, key="opening")
    assert shown(period, "opening") == before


def test_a_dropped_paragraph_does_not_print(period, coordinator):
    act(period, coordinator, text_actions.drop, key="opening")
    assert "opening" not in [each.key for each in bulletin_draft(period, ON, city=LIANYUNGANG).text]


def keys_in_print(period):
    return [each.key for each in bulletin_draft(period, ON, city=LIANYUNGANG).text]


def test_dropping_a_heading_asks_about_what_stands_under_it(period, coordinator):
    with pytest.raises(Refused, match="“下一步工作”是标题，其下还有2段"):
        act(period, coordinator, text_actions.drop, key="next")
    assert "next" in keys_in_print(period)


def test_a_heading_goes_with_what_stands_under_it_and_comes_back_with_it(period, coordinator):
    before = keys_in_print(period)
    act(period, coordinator, text_actions.drop, key="next", whole=True)
    assert {"next", "next.all"}.isdisjoint(keys_in_print(period))
    act(period, coordinator, text_actions.restore, key="next")
    assert keys_in_print(period) == before


def test_a_heading_brings_nothing_back_that_was_dropped_by_itself(period, coordinator):
    act(period, coordinator, text_actions.drop, key="next.all")
    act(period, coordinator, text_actions.drop, key="next", whole=True)
    act(period, coordinator, text_actions.restore, key="next")
    assert "next.all" not in keys_in_print(period) and "next" in keys_in_print(period)
    act(period, coordinator, text_actions.drop, key="next", whole=False)
    act(period, coordinator, text_actions.restore, key="next")
    assert "next.all" not in keys_in_print(period)


def test_a_draft_of_before_brings_back_what_stands_under_its_heading(period, coordinator):
    before = keys_in_print(period)
    act(period, coordinator, text_actions.drop, key="next", whole=True)
    kept = BulletinDraft.objects.get()
    kept.edits = [
        {name: said for name, said in each.items() if name != "dropped_with"} for each in kept.edits
    ]
    kept.save()
    act(period, coordinator, text_actions.restore, key="next")
    assert keys_in_print(period) == before


def test_a_heading_alone_goes_and_its_paragraphs_stay(period, coordinator):
    act(period, coordinator, text_actions.drop, key="next", whole=False)
    assert "next" not in keys_in_print(period) and "next.all" in keys_in_print(period)
    act(period, coordinator, text_actions.drop, key="next.all")
    act(period, coordinator, text_actions.restore, key="next.all")
    assert "next.all" in keys_in_print(period)


def test_words_under_a_heading_survive_its_going(period, coordinator):
    act(period, coordinator, text_actions.rewrite, key="next.all", text="各单位抓紧办理。")
    act(period, coordinator, text_actions.drop, key="next", whole=True)
    act(period, coordinator, text_actions.restore, key="next")
    draft = bulletin_draft(period, ON, city=LIANYUNGANG)
    assert draft.found("next.all").paragraph.text == "各单位抓紧办理。"


def test_a_dropped_paragraph_keeps_what_was_written(period, coordinator):
    act(period, coordinator, text_actions.rewrite, key="opening", text="另一段。")
    act(period, coordinator, text_actions.drop, key="opening")
    assert shown(period, "opening").paragraph.text == "另一段。"


def test_moving_up_changes_places_with_the_one_before(period, coordinator):
    keys = [each.key for each in bulletin_draft(period, ON, city=LIANYUNGANG).merged]
    act(period, coordinator, text_actions.move, key=keys[2], up=True)
    assert [each.key for each in bulletin_draft(period, ON, city=LIANYUNGANG).merged][:3] == [
        keys[0],
        keys[2],
        keys[1],
    ]


def test_the_first_paragraph_moves_nowhere(period, coordinator):
    before = bulletin_draft(period, ON, city=LIANYUNGANG).merged
    act(period, coordinator, text_actions.move, key=before[0].key, up=True)
    assert bulletin_draft(period, ON, city=LIANYUNGANG).merged == before


def test_an_own_paragraph_stands_behind_the_one_it_was_put_to(period, coordinator):
    act(period, coordinator, text_actions.add, after="opening", text="特此说明。")
    assert bulletin_draft(period, ON, city=LIANYUNGANG).text[1].text == "特此说明。"


def test_an_own_paragraph_is_not_held_to_the_figures(period, coordinator):
    act(period, coordinator, text_actions.add, after="opening", text="特此说明。")
    make_task(period.yearly_list, number=37)
    assert bulletin_draft(period, ON, city=LIANYUNGANG).stale == ()


def test_of_two_edits_the_later_is_told(period, coordinator):
    act(period, coordinator, text_actions.rewrite, key="opening", text="甲。")
    with pytest.raises(Stale):
        act(period, coordinator, text_actions.rewrite, key="opening", text="乙。", based_on=0)


@pytest.mark.parametrize("text", ["", " \n", "长" * 4001])
def test_an_empty_or_endless_paragraph_is_refused(period, coordinator, text):
    with pytest.raises(Refused):
        act(period, coordinator, text_actions.rewrite, key="opening", text=text)


def test_a_paragraph_that_is_not_there_is_told(period, coordinator):
    with pytest.raises(Stale, match="不在草稿中"):
        act(period, coordinator, text_actions.rewrite, key="nowhere", text="甲。")


def test_only_the_coordinator_edits_and_issues(period):
    supervisor = make_user(role=Role.SUPERVISOR)
    with pytest.raises(NotYours):
        act(period, supervisor, text_actions.rewrite, key="opening", text="甲。")
    with pytest.raises(NotYours):
        act(period, supervisor, actions.issue)


def test_issuing_gives_a_number_and_closes_nothing(period, coordinator):
    issued = act(period, coordinator, actions.issue)
    period = ReportingPeriod.objects.get(pk=period.pk)
    assert (issued.number, issued.label) == (1, "第1期")
    assert (period.issued_at, period.closed_at, period.is_open) == (AT, None, True)


def test_issuing_keeps_figures_text_and_files(period, coordinator):
    act(period, coordinator, text_actions.rewrite, key="opening", text="按市政府要求，通报如下：")
    issued = act(period, coordinator, actions.issue)
    assert from_json(issued.figures).tally.on_schedule == 1
    assert issued.paragraphs[0]["text"] == "按市政府要求，通报如下："
    assert [file.name for file in issued.files.all()] == ["bulletin.xlsx", "bulletin.docx", "public.docx"]


def test_the_checksum_is_that_of_the_stored_bytes(period, coordinator):
    act(period, coordinator, actions.issue)
    for file in BulletinFile.objects.all():
        assert (sha256(bytes(file.content)).hexdigest(), len(file.content)) == (file.sha256, file.size)


def test_a_second_click_issues_nothing_more(period, coordinator):
    first = act(period, coordinator, actions.issue)
    assert act(period, coordinator, actions.issue) == first
    assert Bulletin.objects.count() == 1


def test_what_is_open_has_to_be_known(period, coordinator):
    unit = make_unit()
    make_report(make_task(period.yearly_list, number=37, lead=unit), unit)
    with pytest.raises(Refused, match="1份报告逾期未报"):
        act(period, coordinator, actions.issue)


def test_issued_knowingly_it_keeps_what_was_open(period, coordinator):
    unit = make_unit()
    make_report(make_task(period.yearly_list, number=37, lead=unit), unit)
    assert act(period, coordinator, actions.issue, knowingly=True).left_open == [
        "1份报告逾期未报，按未报通报"
    ]


def test_issuing_a_draft_that_somebody_changed_is_told(period, coordinator):
    read = mark(period)
    act(period, coordinator, text_actions.rewrite, key="opening", text="另一段。")
    with pytest.raises(Stale):
        actions.issue(period, seen=read, city=LIANYUNGANG, at=AT, by=coordinator)


def test_a_draft_is_told_by_its_fields_and_by_nothing_kept_beside_them(period):
    asked = bulletin_draft(period, ON, city=LIANYUNGANG)
    for value in (asked.figures, asked.figures.tally, *asked.text):
        vars(value)["worked_out_once"] = 1  # as a cached property leaves it
    assert asked.mark == mark(period)


@pytest.mark.parametrize("knowingly", [False, True])
def test_before_its_as_of_date_a_quarter_is_not_issued(period, coordinator, knowingly):
    early = datetime(2021, 6, 29, 10, 0, tzinfo=SHANGHAI)
    read = bulletin_draft(period, early.date(), city=LIANYUNGANG).mark
    with pytest.raises(Refused, match="截至日期6月30日还没有到，不能印发通报；报送期限为7月12日"):
        act(period, coordinator, actions.issue, seen=read, knowingly=knowingly, at=early)
    assert not Bulletin.objects.exists()


def test_on_its_as_of_date_a_quarter_may_be_issued(period, coordinator):
    then = datetime(2021, 6, 30, 10, 0, tzinfo=SHANGHAI)
    read = bulletin_draft(period, then.date(), city=LIANYUNGANG).mark
    assert act(period, coordinator, actions.issue, seen=read, knowingly=True, at=then).number == 1


def test_a_quarter_that_was_never_opened_is_not_issued(period, coordinator):
    type(period).objects.update(opened_at=None)
    with pytest.raises(Refused, match="尚未开启"):
        act(period, coordinator, actions.issue)


def test_after_issuing_a_missing_unit_may_still_file(period, coordinator):
    unit = make_unit()
    report = make_report(make_task(period.yearly_list, number=37, lead=unit), unit)
    act(period, coordinator, actions.issue, knowingly=True)
    filer = make_user(unit=unit)
    saved = report_actions.save_draft(
        report, content=ReportContent(text="补报。"), based_on=0, at=AT, by=filer
    )
    assert saved.state == ReportState.DRAFT


def test_after_issuing_an_accepted_report_is_locked(period, coordinator):
    act(period, coordinator, actions.issue)
    report = period.reports.get()
    with pytest.raises(Refused, match="联系协调员重开"):
        report_actions.save_draft(
            report, content=ReportContent(text="另写。"), based_on=0, at=AT, by=make_user(unit=report.unit)
        )


def test_the_files_stand_whatever_changes_later(period, coordinator):
    issued = act(period, coordinator, actions.issue)
    before = [bytes(file.content) for file in issued.files.all()]
    period.yearly_list.tasks.update(text="另一项任务。")
    period.reports.update(text="另一段。")
    assert [bytes(file.content) for file in BulletinFile.objects.filter(bulletin=issued)] == before


def stale_paragraph(period, coordinator):
    """The officer's words, and figures that have moved on since."""
    act(period, coordinator, text_actions.rewrite, key="opening", text="我市1件民生实事分解为1项任务。")
    make_milestone(make_task(period.yearly_list, number=37, lead=make_unit()), 2)


def test_an_edited_paragraph_that_no_longer_agrees_blocks_issuing(period, coordinator):
    stale_paragraph(period, coordinator)
    with pytest.raises(Refused, match="与现有数据不一致：“我市1件民生实事分解为1项任务。”"):
        act(period, coordinator, actions.issue, knowingly=True)
    assert not Bulletin.objects.exists()


def test_what_was_read_names_the_stale_paragraph_among_the_open_points(period, coordinator):
    stale_paragraph(period, coordinator)
    assert bulletin_draft(period, ON, city=LIANYUNGANG).points[0].code == "stale"


@pytest.mark.parametrize("settled", ["restore", "keep", "rewrite", "drop"])
def test_a_stale_paragraph_is_settled_by_hand(period, coordinator, settled):
    stale_paragraph(period, coordinator)
    text = {"text": "现有2项任务。"} if settled == "rewrite" else {}
    act(period, coordinator, getattr(text_actions, settled), key="opening", **text)
    assert act(period, coordinator, actions.issue, knowingly=True).number == 1


def test_what_was_kept_by_name_is_stale_again_once_the_figures_move_again(period, coordinator):
    stale_paragraph(period, coordinator)
    act(period, coordinator, text_actions.keep, key="opening")
    assert not bulletin_draft(period, ON, city=LIANYUNGANG).stale
    make_task(period.yearly_list, number=38)
    assert [each.key for each in bulletin_draft(period, ON, city=LIANYUNGANG).stale] == ["opening"]


def test_only_what_was_edited_is_kept_by_name(period, coordinator):
    with pytest.raises(Refused, match="没有修改过"):
        act(period, coordinator, text_actions.keep, key="opening")


def test_a_draft_whose_figures_moved_since_it_was_read_is_not_issued(period, coordinator):
    read = mark(period)
    make_milestone(make_task(period.yearly_list, number=37, lead=make_unit()), 2)
    with pytest.raises(Stale, match="有变动，没有印发"):
        actions.issue(period, seen=read, knowingly=True, city=LIANYUNGANG, at=AT, by=coordinator)


def test_a_correction_is_a_new_issue(period, coordinator):
    first = act(period, coordinator, actions.issue)
    second = actions.correct(
        first, reason="数据有误。", seen=mark(period), city=LIANYUNGANG, at=AT, by=coordinator
    )
    assert (second.number, second.label, second.period) == (2, "第2期（更正第1期）", first.period)


def test_a_correction_needs_a_reason(period, coordinator):
    first = act(period, coordinator, actions.issue)
    with pytest.raises(Refused, match="原因"):
        actions.correct(first, reason=" ", seen=mark(period), city=LIANYUNGANG, at=AT, by=coordinator)


def test_only_the_issue_that_stands_is_corrected(period, coordinator):
    first = act(period, coordinator, actions.issue)
    actions.correct(first, reason="数据有误。", seen=mark(period), city=LIANYUNGANG, at=AT, by=coordinator)
    with pytest.raises(Stale, match="已由第2期更正"):
        actions.correct(
            first, reason="数据又有误。", seen=mark(period), city=LIANYUNGANG, at=AT, by=coordinator
        )


def test_each_act_is_logged(period, coordinator):
    act(period, coordinator, text_actions.rewrite, key="opening", text="甲。")
    act(period, coordinator, actions.issue)
    assert list(LogEntry.objects.order_by("pk").values_list("act", flat=True)) == [
        "bulletin_text_changed",
        "bulletin_issued",
    ]


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_issue_once(period, coordinator):
    officers, start, numbers = (coordinator, make_user(role=Role.COORDINATOR)), Barrier(2), []
    read = mark(period)

    def issue(officer):
        start.wait()
        numbers.append(actions.issue(period, seen=read, city=LIANYUNGANG, at=AT, by=officer).number)
        connection.close()

    threads = [Thread(target=issue, args=[officer]) for officer in officers]
    [thread.start() for thread in threads], [thread.join() for thread in threads]
    assert (numbers, Bulletin.objects.count()) == ([1, 1], 1)


@pytest.mark.django_db(transaction=True)
def test_a_report_submitted_while_the_bulletin_is_issued_waits_and_is_filed_after_it(period, coordinator):
    unit = make_unit()
    report = make_report(make_task(period.yearly_list, number=37, lead=unit), unit)
    filer, said = make_user(unit=unit), []

    def save():
        content = ReportContent(text="补报。")
        saved = report_actions.save_draft(report, content=content, based_on=0, at=AT, by=filer)
        said.append(saved.text)
        connection.close()

    with transaction.atomic():
        act(period, coordinator, actions.issue, knowingly=True)
        thread = Thread(target=save)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join()
    assert said == ["补报。"]


def test_issuing_keeps_what_everybody_may_read_for_ever(period, coordinator):
    issued = act(period, coordinator, actions.issue)
    kept = PublicIssue.objects.get(bulletin=issued)
    assert bytes(kept.document) == bytes(issued.files.get(kind="public").content)
    assert from_json(kept.figures).is_public and kept.issuer == LIANYUNGANG.coordinator_full
    with pytest.raises(IntegrityError, match="stands as it is"):
        PublicIssue.objects.update(issuer="别人")
