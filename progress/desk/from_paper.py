"""What came from paper and waits for a second person: 补录 loaded, 代填 typed by somebody else."""

from collections.abc import Iterator

from django.db.models import Count, F, QuerySet, Value

from progress.models import Backfill, Report
from progress.opening.checklist import backfill_waiting
from progress.rules import addresses
from progress.rules.states import FilingState, ReportState
from projects.models import User
from projects.rules.quarters import Quarter
from projects.screen.links import Waiting

LOADED, TYPED = "补录", "代填"


def paper_waiting(user: User) -> Iterator[Waiting]:
    """For the supervisor, by one query.

    The coordinator finds what was typed in the queue, and what was loaded beside the quarters that wait
    (`quarters_waiting`).
    """
    if not user.has_perm("decide_requests") or user.has_perm("open_periods"):
        return
    rows = _loaded(user).union(_typed(user), all=True)
    for kind, year, quarter, who, number in rows.order_by("year", "quarter"):
        when = Quarter(year, quarter)
        if kind == LOADED:
            yield backfill_waiting(when, who)
        else:
            url = addresses.queue(year, quarter, FilingState.PENDING)
            yield Waiting("待审核代填", when.long_label, f"代填的报告{number}份，待审核。", url)


def _loaded(user: User) -> QuerySet:
    rows = Backfill.objects.waiting().exclude(loaded_by=user).order_by()
    named = {"kind": Value(LOADED), "year": F("yearly_list__year"), "who": F("loaded_by__display_name")}
    return rows.annotate(**named, number=Value(1)).values_list("kind", "year", "quarter", "who", "number")


def _typed(user: User) -> QuerySet:
    """By quarter; none that this person typed."""
    rows = Report.objects.filter(came_on_paper__isnull=False, state=ReportState.SUBMITTED)
    rows = rows.exclude(saved_by=user).order_by()
    counted = rows.values(kind=Value(TYPED), year=F("period__yearly_list__year"), q=F("period__quarter"))
    counted = counted.annotate(who=Value(""), number=Count("pk"))
    return counted.values_list("kind", "year", "q", "who", "number")
