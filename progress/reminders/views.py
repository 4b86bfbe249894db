"""催办: what a person was reminded of, and for the commission who was reminded of what."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from progress.letters.lines import MessageLine
from progress.models import ContributionReminder, ValueReminder
from progress.reminders import contribution_reads, plan_reads, value_reads
from progress.reminders.filters import ReminderFilter
from progress.reminders.reads import own_reminders, reminder_lines, reminders_of
from projects.models import PlanReminder, Unit, User, YearlyList
from projects.models.letters import Letter, addressed_to
from projects.models.readings import Reading
from projects.models.statements import slot
from projects.screen.links import Link, changed

MOST = 100  # of one's own: the last ones
PER_PAGE = 50


@dataclass(frozen=True)
class Kind:
    """What a message may name beside reports, and how it stands on the page of who was reminded."""

    heading: str
    act: str
    subject: str
    rows: str  # the template of what one line names
    model: type[Letter]
    whole: Callable[[QuerySet], QuerySet]
    lines: Callable[[Iterable[Letter], date], list[MessageLine]]

    def letters(self, user: User) -> list[Letter]:
        """One's own, the last ones."""
        return _letters(self).ask(person=user.pk)


OTHER_KINDS = (
    Kind(
        "协同情况",
        "催办",
        "协同情况",
        "progress/reminders/_contribution_lines.html",
        ContributionReminder,
        contribution_reads.whole,
        contribution_reads.contribution_reminder_lines,
    ),
    Kind(
        "实施方案",
        "催报",
        "方案",
        "progress/reminders/_plan_lines.html",
        PlanReminder,
        plan_reads.whole,
        plan_reads.plan_reminder_lines,
    ),
    Kind(
        "规划指标年度值",
        "催报",
        "年度值",
        "progress/reminders/_value_lines.html",
        ValueReminder,
        value_reads.whole,
        value_reads.value_reminder_lines,
    ),
)


@cache
def _letters(kind: Kind) -> Reading[Letter]:
    return Reading(kind.whole(kind.model.objects.filter(addressed_to(slot("person"))))[:MOST])


@permission_required("file_reports", raise_exception=True)
@require_safe
def reminder_list(request: HttpRequest) -> HttpResponse:
    """What this person was reminded of, until it is settled; the settled ones on a tab of their own."""
    own = own_reminders(request.user)
    mine, waiting = [key for key, _ in own], [key for key, waits in own if waits]
    shows_all = request.GET.get("state") == "all"
    every = {kind: kind.letters(request.user) for kind in OTHER_KINDS}
    still_open = {kind: _open(letters, request.user) for kind, letters in every.items()}
    shown = every if shows_all else still_open
    context = {
        "lines": reminder_lines((mine if shows_all else waiting)[:MOST], request.today),
        "others": [(kind, kind.lines(letters, request.today)) for kind, letters in shown.items() if letters],
        "shows_all": shows_all,
        "tabs": [
            Link("未了结", "?", not shows_all, len(waiting) + sum(map(len, still_open.values()))),
            Link("全部", "?state=all", shows_all, len(mine) + sum(map(len, every.values()))),
        ],
    }
    return render(request, "progress/reminders/list.html", context)


def _open(letters: Iterable[Letter], user: User) -> list[Letter]:
    """Those of which the person's unit still owes something."""
    return [each for each in letters if each.is_owed and each.unit_id == user.unit_id]


@permission_required("read_everything", raise_exception=True)
@require_safe
def reminder_log(request: HttpRequest, year: int) -> HttpResponse:
    """Who was reminded of what, when and by whom, what became of the mail, and what was filed since."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    sent = reminders_of(yearly_list)
    units = (
        Unit.objects.filter(reminders__in=sent.order_by())
        .distinct()
        .order_by("order")
        .values_list("code", "name")
    )
    found = ReminderFilter(request.GET, queryset=sent, choices={"unit": list(units)})
    page = Paginator(found.rows.values_list("pk", flat=True), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "yearly_list": yearly_list,
        "filter": found,
        "page": page,
        "lines": reminder_lines(page.object_list, request.today),
        "is_filtered": any(value for name, value in request.GET.items() if name in found.filters),
        "previous": changed(request.GET.dict(), page=page.number - 1),
        "next": changed(request.GET.dict(), page=page.number + 1),
    }
    return render(request, "progress/reminders/log.html", context)
