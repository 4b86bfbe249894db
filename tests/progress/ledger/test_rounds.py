"""What a round keeps, and what one changed against the one before (domain.md, A report's life)."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from progress.ledger.contents import (
    came_back,
    content_then,
    last_contents,
    named_words,
    parts_of,
    texts_by_label,
)
from progress.ledger.rounds import changed_since, last_submitted_at, returned_rounds, submissions
from progress.models import ItemState, Measurement, Review, Round
from progress.rules.states import ReportState, ReviewDecision
from projects.rules.refiling import SAME, same_words
from tests.factories import (
    NOW,
    SHANGHAI,
    make_list,
    make_milestone,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db

EARLIER = datetime(2021, 7, 9, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture
def report():
    unit = make_unit()
    return make_report(make_task(make_list(), lead=unit), unit, text="已开工。")


def submitted(report, number, text, *, at=NOW, **fields):
    content = {**content_then(report), "text": text}
    return Round.objects.create(
        report=report,
        number=number,
        submitted_at=at,
        submitted_by=make_user(unit=report.unit),
        content=content,
        **fields,
    )


def test_the_figures_are_kept_as_words_that_need_no_plan(report):
    target = make_target(report.task)
    Measurement.objects.create(report=report, target=target, value=Decimal("2.5000"))
    kept = content_then(report)
    assert kept["text"] == "已开工。"
    assert kept["values"] == [
        {"key": target.pk, "label": "城市公园", "unit": "个", "target": "5个", "value": "2.5", "reason": ""}
    ]


def test_the_states_of_items_are_kept_as_words(report):
    items = make_milestone(report.task, 2, items=["主体封顶。", "绿化。"]).items.order_by("order")
    for item, state in zip(items, ("partly_done", ""), strict=True):
        ItemState.objects.create(report=report, item=item, state=state, note="按计划。")
    assert content_then(report)["items"] == [
        {"key": items[0].pk, "text": "主体封顶。", "state": "部分完成", "note": "按计划。"},
        {"key": items[1].pk, "text": "绿化。", "state": "", "note": "按计划。"},
    ]


def test_a_first_round_changed_nothing(report):
    assert changed_since([submitted(report, 1, "已开工。")]) == ()


def test_what_the_last_round_changed_is_told_against_the_one_that_was_decided(report):
    first = submitted(report, 1, "已开工2个。")
    recalled = submitted(report, 2, "错了。", recalled_at=NOW)
    changes = changed_since([submitted(report, 3, "已开工3个。"), recalled, first])
    assert [each.label for each in changes] == ["进展情况"]


def test_a_recalled_round_is_no_submission_that_stands(report):
    submitted(report, 1, "已开工。", at=EARLIER)
    submitted(report, 2, "已竣工。", recalled_at=NOW)
    assert last_submitted_at(report) == EARLIER
    assert [each.is_recalled for each in submissions(report)] == [False, True]


def test_what_was_submitted_says_what_its_last_round_that_stands_says(report):
    submitted(report, 1, "已开工。", at=EARLIER)
    submitted(report, 2, "主体完工。")
    submitted(report, 3, "已竣工。", recalled_at=NOW)
    submitted(make_report(make_task(report.task.yearly_list, number=2), report.unit), 1, "别的任务。")
    (said,) = last_contents([report]).items()
    assert (said[0], said[1]["text"]) == (report.pk, "主体完工。")


def test_a_returned_round_tells_its_new_date(report):
    first = submitted(report, 1, "已开工。")
    decided = {
        "reason": "不实。",
        "refile_by": date(2021, 7, 20),
        "decided_at": NOW,
        "decided_by": first.submitted_by,
    }
    Review.objects.create(report=report, round=first, decision=ReviewDecision.RETURN, **decided)
    assert [(each.is_returned, each.refile_by) for each in submissions(report)] == [(True, date(2021, 7, 20))]


def returned(round):
    decided = {"refile_by": date(2021, 7, 20), "decided_at": NOW, "decided_by": round.submitted_by}
    named = {"report": round.report, "round": round, "reason": "不实。", **decided}
    return Review.objects.create(decision=ReviewDecision.RETURN, **named)


def test_what_is_sent_again_is_compared_with_the_last_round_that_stands(report):
    """However many there were before, and whatever was recalled in between."""
    report.first_submitted_at, report.state = NOW, ReportState.SUBMITTED
    for number in (1, 2, 3):
        answer = returned(submitted(report, number, f"第{number}轮。"))
    submitted(report, 4, "错了。", recalled_at=NOW)
    submitted(report, 5, "已开工。")
    back, told = returned_rounds([report])[report.pk]
    assert (back.number, told) == (3, answer)
    report.state = ReportState.RETURNED
    assert returned_rounds([report]) == {}  # the last round that stands was not returned


@pytest.fixture
def told(report):
    """A report that tells a figure and an item."""
    target = make_target(report.task)
    (item,) = make_milestone(report.task, 2, items=["主体封顶。"]).items.all()
    Measurement.objects.create(report=report, target=target, value=Decimal(2))
    ItemState.objects.create(report=report, item=item, state="partly_done")
    return report, target, item


def corrected(target, item):
    """Their names as the administrator puts them right, and the number that is promised."""
    target.label, target.quantity, item.text = "城市公园（新建）", Decimal(6), "主体结构封顶。"
    target.save(), item.save()


def test_a_name_that_was_corrected_meanwhile_is_no_change_of_the_report(told):
    report, target, item = told
    first = submitted(report, 1, "已开工。")
    corrected(target, item)
    again = submitted(report, 2, "已开工。")
    assert changed_since([again, first]) == ()
    assert same_words(parts_of(again.content), came_back(first.content, {})) == SAME
    assert [row["label"] for row in first.content["values"]] == ["城市公园"]  # as it was signed


def test_what_was_to_be_mended_is_known_under_its_new_name(told):
    report, target, item = told
    first = submitted(report, 1, "已开工。")
    corrected(target, item)
    back = came_back(first.content, named_words([f"target-{target.pk}", f"item-{item.pk}"]))
    words = same_words(parts_of(submitted(report, 2, "已竣工。").content), back)
    assert words == "要求修改的“城市公园（新建）”、“主体结构封顶。”没有改动"


def test_a_figure_that_changed_is_told_under_the_name_of_today(told):
    report, target, item = told
    first = submitted(report, 1, "已开工。")
    corrected(target, item)
    Measurement.objects.update(value=Decimal(3)), ItemState.objects.update(state="done")
    changes = changed_since([submitted(report, 2, "已开工。"), first])
    assert [each.label for each in changes] == ["城市公园（新建）", "主体结构封顶。"]


def without_keys(round):
    """As a round was kept before there were any."""
    for each in (*round.content["values"], *round.content["items"]):
        del each["key"]
    return round


@pytest.mark.parametrize("older", [1, 2])
def test_an_older_round_is_compared_by_names(told, older):
    report, target, item = told
    first = without_keys(submitted(report, 1, "已开工。"))
    Measurement.objects.update(value=Decimal(3))
    after = submitted(report, 2, "已开工。")
    assert [each.label for each in changed_since([after if older == 1 else without_keys(after), first])] == [
        "城市公园"
    ]


def test_nothing_is_claimed_of_a_part_that_an_older_round_does_not_know_by_its_key(told):
    report, target, item = told
    first = without_keys(submitted(report, 1, "已开工。")).content
    Measurement.objects.update(value=Decimal(3)), ItemState.objects.update(state="done")
    again = without_keys(submitted(report, 2, "已开工。")).content
    back = came_back(first, named_words(["text", f"target-{target.pk}", f"item-{item.pk}"]))
    assert same_words(parts_of(again), back) == "要求修改的“进展情况”没有改动"


def test_of_items_that_are_worded_alike_each_is_told(report):
    items = make_milestone(report.task, 2, items=["主体封顶。", "主体封顶。"]).items.all()
    for item in items:
        ItemState.objects.create(report=report, item=item, state="partly_done")
    first = without_keys(submitted(report, 1, "已开工。"))
    assert texts_by_label(first.content).count(("主体封顶。", "部分完成")) == 2
    ItemState.objects.filter(item=items[0]).update(state="done")
    (change,) = changed_since([submitted(report, 2, "已开工。"), first])
    assert change.label == "主体封顶。"
