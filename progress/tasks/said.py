"""All that was said of a task over the year, the latest first (domain.md, Who sees what)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import BigIntegerField

from progress.ledger.contents import texts_by_label
from progress.ledger.sight import Sight
from progress.ledger.task_ledger import TaskLedger
from progress.models import Closure, Extension, Review, Round
from progress.rules.figures import TaskFigure
from progress.rules.states import ExtensionState, verdict_word
from projects.models import Task
from projects.models.readings import Reading
from projects.models.statements import among
from projects.rules.calendar import short_day
from projects.rules.quarters import Quarter


@dataclass(frozen=True)
class Word:
    """One thing that was said: when, of which quarter, by whom, what; `texts` is a whole report by label."""

    at: datetime
    quarter: Quarter
    by: str
    what: str
    words: str = ""
    texts: tuple[tuple[str, str], ...] = ()


def told_words(task: Task, sight: Sight) -> list[Word]:
    """What the last issue of each quarter tells: what everybody may read."""
    year = task.yearly_list.year
    words = []
    for quarter, issue in sight.told.items():
        row = issue.task(task.number)
        texts = _filled(_texts(row).items()) if row else ()
        if texts:
            leads = "、".join(row.leads)
            words.append(Word(issue.last_at, Quarter(year, quarter), leads, issue.label, texts=texts))
    return _latest_first(words)


def all_words(ledger: TaskLedger) -> list[Word]:
    """Every round with its decisions, closures, extensions: for the task's units and the commission."""
    return _latest_first((*_rounds(ledger), *_closures(ledger), *_extensions(ledger)))


def _latest_first(words: Iterable[Word]) -> list[Word]:
    return sorted(words, key=lambda word: word.at, reverse=True)


def _texts(row: TaskFigure) -> dict[str, str]:
    return {"进展情况": row.progress, "存在问题": row.problems, "下一步打算": row.next_steps}


def _rounds(ledger: TaskLedger) -> Iterator[Word]:
    reports = {each.pk: each for each in ledger.reports if ledger.has_rounds(each)}
    if not reports:
        return
    reviews = defaultdict(list)
    for row in _reviews_of().ask(reports=list(reports)):
        reviews[row.round_id].append(row)
    for row in _rounds_of().ask(reports=list(reports)):
        when, unit = reports[row.report_id].period.when, reports[row.report_id].unit.name
        yield Word(
            row.submitted_at,
            when,
            f"{unit} {row.submitted_by}",
            f"报送第{row.number}轮",
            texts=_filled(texts_by_label(row.content)),
        )
        if row.recalled_at:
            yield Word(row.recalled_at, when, f"{unit} {row.recalled_by}", "撤回")
        yield from (_review(each, when, unit) for each in reviews[row.pk])


@cache
def _rounds_of() -> Reading[Round]:
    rounds = Round.objects.filter(among("report_id", "reports", of=BigIntegerField()))
    return Reading(rounds.select_related("submitted_by", "recalled_by").order_by("pk"))


@cache
def _reviews_of() -> Reading[Review]:
    reviews = Review.objects.filter(among("report_id", "reports", of=BigIntegerField()))
    return Reading(reviews.select_related("decided_by").order_by("pk"))


def _review(row: Review, quarter: Quarter, unit: str) -> Word:
    verdict = f"评价为{verdict_word(row.verdict, quarter.number)}" if row.verdict else ""
    until = f"{short_day(row.refile_by)}前重报" if row.refile_by else ""
    return Word(
        row.decided_at,
        quarter,
        str(row.decided_by),
        f"{row.get_decision_display()}（{unit}）",
        _joined(verdict, row.reason, until),
    )


def _closures(ledger: TaskLedger) -> Iterator[Word]:
    if not ledger.has_closures:
        return
    for row in Closure.objects.filter(task=ledger.task).select_related(
        "period__yearly_list", "applied_by", "decided_by"
    ):
        yield Word(row.applied_at, row.period.when, str(row.applied_by), "申请销号", row.grounds)
        if row.decided_at:
            yield Word(
                row.decided_at,
                row.period.when,
                str(row.decided_by),
                f"销号：{row.get_state_display()}",
                row.decision_note,
            )


def _extensions(ledger: TaskLedger) -> Iterator[Word]:
    leads = {unit.pk for unit in ledger.leads}
    keys = []
    for period in {each.period_id for each in ledger.reports}:
        for row in ledger.extensions.get(period, ()):
            if row.unit_id in leads and (not row.task_ids or ledger.task.pk in row.task_ids):
                keys.append(row.id)
    if not keys:
        return
    rows = Extension.objects.filter(pk__in=keys).order_by("pk")
    for row in rows.select_related("unit", "period__yearly_list", "asked_by", "decided_by"):
        until = f"延至{short_day(row.until)}"
        yield Word(
            row.asked_at,
            row.period.when,
            str(row.asked_by),
            f"延期（{row.unit}）",
            _joined(until, row.reason),
        )
        if row.state != ExtensionState.ASKED and row.decided_at:
            yield Word(
                row.decided_at,
                row.period.when,
                str(row.decided_by),
                f"延期：{row.get_state_display()}",
                row.decision_note,
            )


def _filled(texts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, text) for label, text in texts if text and text.strip())


def _joined(*words: str) -> str:
    return "，".join(filter(None, (word.strip("。 ") for word in words)))
