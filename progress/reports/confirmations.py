"""确认无误: what is still to be confirmed of a report's figures, and who said so."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.utils.timezone import localtime

from progress.ledger.task_ledger import TaskLedger
from progress.ledger.typed_reports import typed_figures
from progress.models import Report
from progress.rules.plausibility import (
    Confirmation,
    Confirmer,
    Doubted,
    confirmations_of,
    doubted_ones,
    is_of,
    unconfirmed,
)
from progress.rules.weighing import TargetFigure
from projects.models import User


def by_part(confirmed: Mapping[int, str]) -> dict[str, str]:
    """Marks by the name of the report's part, from marks by target."""
    return {f"target-{key}": mark for key, mark in confirmed.items()}


def confirmed_in(posted: Mapping[str, str], report: int | None = None) -> dict[int, str]:
    """The ticks 确认无误 of a form, marks by target; on a page of many reports those of one."""
    prefix = "confirm-" if report is None else f"confirm-{report}-"
    found = ((name.removeprefix(prefix), mark) for name, mark in posted.items() if name.startswith(prefix))
    return {int(key): mark for key, mark in found if key.isascii() and key.isdecimal()}


def still_unconfirmed(
    report: Report, ledger: TaskLedger, confirmed: Mapping[str, str]
) -> tuple[Doubted, ...]:
    """Those of which nobody says 确认无误 here; `confirmed` are marks by the part's name."""
    return unconfirmed(_figures(report, ledger), confirmed)


def confirmations_with(
    report: Report,
    ledger: TaskLedger,
    confirmed: Mapping[str, str],
    by_whom: Confirmer,
    *,
    at: datetime,
    by: User,
) -> tuple[Confirmation, ...]:
    """The report's confirmations with the signer's or the reviewer's, of what is asked about now."""
    said = tuple(
        Confirmation(each.field, each.mark, by_whom, by.display_name, localtime(at))
        for each in doubted_ones(_figures(report, ledger))
        if confirmed.get(each.field) == each.mark
    )
    others = (each for each in confirmations_of(report.confirmations) if each.by_whom != by_whom)
    return (*others, *said)


def said_by_filer(
    report: Report,
    confirmed: Mapping[int, str],
    amounts: Mapping[int, Decimal | None],
    *,
    at: datetime,
    by: User,
) -> Iterable[Confirmation]:
    """What the filer confirms of these amounts, each as it was said first; a changed figure is not confirmed.

    What signer and reviewer said of an earlier round goes: they say it anew.
    """
    before = [each for each in confirmations_of(report.confirmations) if each.by_whom == Confirmer.FILER]
    said = {(each.field, each.mark): each for each in before}
    for key, mark in confirmed.items():
        if is_of(mark, amounts.get(key)):
            new = Confirmation(f"target-{key}", mark, Confirmer.FILER, by.display_name, localtime(at))
            yield said.get((new.field, new.mark), new)


def _figures(report: Report, ledger: TaskLedger) -> tuple[TargetFigure, ...]:
    """As they stand in the ledger, which holds its own row of the report."""
    return typed_figures(ledger, ledger.report(report.period.quarter, report.unit))
