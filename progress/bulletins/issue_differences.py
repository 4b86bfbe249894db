"""What a quarter's figures say now otherwise than its last issue: what a correction begins with."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from progress.bulletins.phrases import VERDICT_LABEL, items
from progress.ledger.after_issue import marks_after_issue, reasons_given
from progress.ledger.issued import IssuedQuarter
from progress.models import Report, ReportingPeriod, Review
from progress.rules.figures import (
    Changed,
    CorrectedTask,
    Figures,
    TargetProgress,
    TaskFigure,
    UnitFiling,
    named,
)
from progress.rules.states import FILED_AFTER_MARK
from projects.models import Revision
from projects.rules.amounts import money, worded

TEXTS = (
    ("plan", "序时进度"),
    ("progress", "进展情况"),
    ("problems", "存在问题"),
    ("next_steps", "下一步打算"),
)


def corrected_tasks(told: IssuedQuarter, now: Figures, period: ReportingPeriod) -> tuple[CorrectedTask, ...]:
    """Each task that stands otherwise, by number, with the reasons that were given since."""
    before = {each.number: each for each in told.figures.tasks}
    reasons = _reasons(period, told)
    found = []
    for each in now.tasks:
        changes = tuple(task_changes(before[each.number], each)) if each.number in before else ()
        if changes:
            why = tuple(reasons.get(each.number, ()))
            found.append(CorrectedTask(each.number, each.text, changes, why))
    return tuple(found)


def task_changes(before: TaskFigure, now: TaskFigure) -> Iterator[Changed]:
    """Class, planned and actual totals, texts."""
    if before.word != now.word:
        yield Changed(VERDICT_LABEL, before.word, now.word)
    for then, today in _paired(before, now):
        # issues of before told no plan of a quarter without a figure of its own: that is no correction
        if then.planned is not None and then.planned != today.planned:
            yield Changed(f"{today.label}计划", _amount(then, then.planned), _amount(today, today.planned))
        if then.actual != today.actual:
            yield Changed(today.label, _amount(then, then.actual), _amount(today, today.actual))
    if before.invested != now.invested and now.investment is not None:
        yield Changed("已完成投资", money(before.invested), money(now.invested))
    for name, label in TEXTS:
        if getattr(before, name) != getattr(now, name):
            yield Changed(label, getattr(before, name), getattr(now, name))


def corrected_filings(told: Figures, now: Figures) -> tuple[Changed, ...]:
    """Each unit that is missing or late otherwise than was told, in the order of the figures."""
    before = {each.unit: each for each in told.unit_filings}
    today = {each.unit: each for each in now.unit_filings}
    pairs = ((unit, _filed(before.get(unit)), _filed(today.get(unit))) for unit in (before | today))
    return tuple(Changed(unit, then, since) for unit, then, since in pairs if then != since)


def _paired(before: TaskFigure, now: TaskFigure) -> Iterator[tuple[TargetProgress, TargetProgress]]:
    """The targets by label, those of one label in their order; one that is new stands against nothing."""
    known = defaultdict(list)
    for each in before.targets:
        known[each.label].append(each)
    for each in now.targets:
        then = known[each.label].pop(0) if known[each.label] else None
        yield then or TargetProgress(each.label, each.unit, each.quantity), each


def _amount(target: TargetProgress, value: object) -> str:
    return "" if value is None else f"{worded(value)}{target.unit}"


def _filed(filing: UnitFiling | None) -> str:
    """未报第3、5项，迟报第7项."""
    if filing is None:
        return ""
    kinds = (
        ("未报", filing.missing),
        ("退回未重报", filing.not_refiled),
        ("迟报", tuple(each.number for each in filing.late)),
    )
    return named(f"{word}{items(numbers)}" for word, numbers in kinds if numbers)


def _reasons(period: ReportingPeriod, told: IssuedQuarter) -> Mapping[int, list[str]]:
    """By task: why reports and verdicts were changed since, what was filed after the issue, the revisions."""
    found: dict[int, list[str]] = defaultdict(list)
    reviews = defaultdict(list)
    of_quarter = Review.objects.filter(report__period=period, after_issue__gte=told.number)
    for review in of_quarter.select_related("report__task").order_by("pk"):
        reviews[review.report.task.number].append(review)
    for number, decided in reviews.items():
        found[number] += reasons_given(decided, told.number)
    marks = marks_after_issue(period.reports.values_list("pk", flat=True))
    filed = [key for key, mark in marks.items() if mark == FILED_AFTER_MARK]
    for number in Report.objects.filter(pk__in=filed).values_list("task__number", flat=True):
        found[number].append(FILED_AFTER_MARK)
    revised = Revision.objects.filter(task__yearly_list=period.yearly_list_id, made_at__gt=told.last_at)
    for number, subject, reason in revised.values_list("task__number", "subject", "reason").order_by("pk"):
        found[number].append(f"调整{subject}：{reason.rstrip('。；;. ')}")
    return {number: list(dict.fromkeys(why)) for number, why in found.items()}
