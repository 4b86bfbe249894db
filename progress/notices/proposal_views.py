"""What the figures give grounds for: the proposals of a quarter, and many drafted at once."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from progress.ledger.opened_periods import opened_periods
from progress.models import Notice, ReportingPeriod
from progress.notices import draft_actions
from progress.notices.proposal_reads import NoticeProposal, proposals
from progress.rules.states import NoticeState
from projects.models import Unit, YearlyList
from projects.screen.links import Link, Switch
from projects.screen.many import one_by_one, seen_seal


@permission_required("draft_notices", raise_exception=True)
def notice_proposals(request: HttpRequest, year: int) -> HttpResponse:
    """What the figures give grounds for; ticked ones become drafts of 提醒单, each by the same function."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    periods = opened_periods(yearly_list)
    period = next(
        (each for each in periods if f"q{each.quarter}" == request.GET.get("q")),
        periods[-1] if periods else None,
    )
    found = proposals(period, request.today) if period else []
    if request.method == "POST" and period:
        return draft_ticked(request, period, found)
    here = reverse("notice_proposals", args=[year])
    context = {
        "yearly_list": yearly_list,
        "period": period,
        "proposals": found,
        "quarters": Switch(
            "季度",
            tuple(
                Link(each.when.label, f"{here}?q=q{each.quarter}", here=each == period) for each in periods
            ),
        ),
        "tabs": [
            Link("督办单", reverse("notice_list", args=[year])),
            Link("拟办建议", here, here=True, count=len(found)),
        ],
    }
    return render(request, "progress/notices/proposals.html", context)


def draft_ticked(
    request: HttpRequest, period: ReportingPeriod, found: Iterable[NoticeProposal]
) -> HttpResponseRedirect:
    """A draft for each that was ticked, as it was read; what is refused is said by name.

    `found` is what the figures propose now: what was ticked and is not among it any more is said too.
    """
    now = {each.key: each for each in found}
    ticked = request.POST.getlist("proposal")
    shown = {key: seen_seal(request.POST, key) for key in ticked}
    drafted = one_by_one(
        [now[key] for key in ticked if key in now],
        lambda each: _draft(request, period, each, shown[each.key]),
        name=lambda each: str(each.unit),
        tell=lambda words: messages.error(request, words),
    )
    for name in _named(key for key in ticked if key not in now):
        messages.error(request, f"{name}：您打开之后，情形已有变动，没有拟办；请重新查看后再办理。")
    if drafted:
        messages.success(request, f"已拟办{len(drafted)}件提醒单，请逐件核对后签发。")
    elif ticked:
        messages.warning(request, "没有拟办任何提醒单。")
    else:
        messages.warning(request, "没有拟办：请先勾选。")
    drafts = f"{reverse('notice_list', args=[period.yearly_list.year])}?state={NoticeState.DRAFT}"
    return HttpResponseRedirect(drafts)


def _draft(request: HttpRequest, period: ReportingPeriod, found: NoticeProposal, shown: str) -> Notice:
    named = {"period": period, "shown": shown, "at": request.now, "by": request.user}
    return draft_actions.draft_proposed(found, **named)


def _named(keys: Iterable[str]) -> list[str]:
    """市教育局第36、37项, for each key of a tick box that a unit of the register has."""
    pairs = [key.partition(":") for key in keys]
    codes = [code for code, _, _ in pairs if code.isprintable()]
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    named = []
    for code, _, numbers in pairs:
        if code in units:
            named.append(f"{units[code]}第{'、'.join(numbers[:200].split('-'))}项")
    return named
