"""The lead's side: what came in of a task, reminding, and the sum taken over into its own form."""

from collections.abc import Mapping
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render

from progress.contributions import lead_actions
from progress.contributions.actions import CONTRIBUTION
from progress.contributions.reads import not_reminded, received
from progress.ledger.shares import leads_task, shared_out
from progress.letters.mail import Mail
from progress.models import Contribution, ReportingPeriod
from progress.opening.reads import period_or_404
from progress.reports.forms import ReportForm
from progress.reports.sheet import report_sheet
from progress.reports.views import own_report, render_report
from progress.rules import addresses
from projects.models import Task, User
from projects.rules.amounts import worded
from projects.rules.errors import Refused
from projects.screen.forms import LONGEST_REASON, refusals_to
from projects.screen.many import one_by_one, seen_versions
from projects.screen.posted import brought_back, whole_numbers


def task_contributions(request: HttpRequest, year: int, quarter: int, number: int) -> HttpResponse:
    """What came in of one quarter, for the lead and the two offices; the lead adopts what is ticked."""
    task = task_or_404(request.user, year, number)
    period = period_or_404(year, quarter)
    if request.method == "POST":
        if not leads_task(task.pk, request.user):
            raise Http404
        act = _remind if request.POST.get("action") == "remind" else _adopt
        return act(request, period, task)
    return _received_page(request, period, task, typed=brought_back(request.restored, "remind"))


def _received_page(
    request: HttpRequest,
    period: ReportingPeriod,
    task: Task,
    *,
    typed: QueryDict | None = None,
    status: int = 200,
) -> HttpResponse:
    """`typed` is a reminder that did not go: its word and the units that were ticked."""
    found = received(period, task, request.today)
    papers = [each.contribution for each in found.owed if each.contribution]
    same = CONTRIBUTION.why_same_of([*papers, *found.unasked], is_own=False)
    owed = [(each, same.get(each.contribution.pk, "") if each.contribution else "") for each in found.owed]
    report = addresses.report(period.yearly_list.year, period.quarter, task.number)
    context = {
        "task": task,
        "period": period,
        "quarter": period.when,
        "received": found,
        "owed": owed,
        "unasked": [(paper, same.get(paper.pk, "")) for paper in found.unasked],
        "targets": shared_out(task, period.quarter),
        "leads": leads_task(task.pk, request.user) and not request.user.out_of_use_words,
        "closed": period.closed_at is not None,
        "word": typed.get("word", "") if typed else "",
        "ticked": whole_numbers(typed.getlist("unit")) if typed else (),
        "crumbs": [{"url": report, "label": f"第{task.number}项"}],
    }
    return render(request, "progress/contributions/received.html", context, status=status)


@permission_required("file_reports", raise_exception=True)
def contributions_take(request: HttpRequest, year: int, quarter: int, number: int) -> HttpResponse:
    """采用并填入合计: what was read is adopted, the sum stands in the empty fields of the form, not saved.

    A figure that the lead typed stands as it is.
    """
    ledger, report = own_report(request, year, quarter, number)
    if request.method != "POST" and not request.restored:
        return HttpResponseRedirect(report.address)
    posted = (request.restored or request.POST).copy()
    adopted = []
    if request.method == "POST":
        waiting = Contribution.objects.filter(task=ledger.task, period=report.period)
        found = list(waiting.filter(pk__in=_ticked(request)).select_related("unit", "task", "period"))
        same = CONTRIBUTION.why_same_of(found, is_own=False)
        adopted += [f"{each.unit}所报{same[each.pk]}，没有采用。" for each in found if each.pk in same]
        new = [each for each in found if each.pk not in same]
        _adopt_each(request, new, seen_versions(request.POST, found), adopted)
    sheet = report_sheet(ledger, report, request.today)
    typed = ReportForm(posted, sheet=sheet)
    meant = {row.target.pk: typed.reckoned(row).figure.actual for row in sheet.targets}
    taken, left = _filled(posted, ledger.task, quarter, meant)
    note = "".join([*adopted, *taken, *left]) or "还没有单位报来数据，没有填入。"
    form = ReportForm(posted, sheet=sheet)
    return render_report(request, ledger, quarter, sheet, form=form, note=note, unsaved=True)


def task_or_404(user: User, year: int, number: int) -> Task:
    """The task, for its leads and the two offices."""
    tasks = Task.objects.select_related("yearly_list")
    task = get_object_or_404(tasks, yearly_list__year=year, number=number)
    if not (user.has_perm("read_everything") or leads_task(task.pk, user)):
        raise Http404
    return task


def _ticked(request: HttpRequest) -> list[int]:
    return whole_numbers(request.POST.getlist("contribution"))


def _adopt(request: HttpRequest, period: ReportingPeriod, task: Task) -> HttpResponse:
    rows = Contribution.objects.filter(task=task, period=period, pk__in=_ticked(request))
    found = list(rows.select_related("unit", "task", "period"))
    problems: list[str] = []
    adopted = _adopt_each(request, found, seen_versions(request.POST, found), problems)
    for words in problems:
        messages.error(request, words)
    if adopted:
        messages.success(request, f"已采用{adopted}个单位的协同情况。")
    elif not found:
        messages.warning(request, "没有办理：请先勾选已报的单位。")
    year = period.yearly_list.year
    return HttpResponseRedirect(addresses.contributions(year, period.quarter, task.number))


def _remind(request: HttpRequest, period: ReportingPeriod, task: Task) -> HttpResponse:
    """催办 the units ticked that have not sent theirs."""
    units = whole_numbers(request.POST.getlist("unit"))
    word = request.POST.get("word", "")
    named = {"period": period, "units": units, "word": word, "at": request.now, "by": request.user}
    with refusals_to(lambda words: messages.error(request, words)):
        if len(word) > LONGEST_REASON:
            raise Refused(f"没有发出催办：附言有{len(word)}字，最多{LONGEST_REASON}字。")
        reminded = lead_actions.remind(task, **named)
        if reminded:
            by_mail = "，有邮箱的另发邮件" if Mail().is_set() else ""
            messages.success(request, f"已催办{len(reminded)}个单位，显示在其工作台{by_mail}。")
            if left := not_reminded(task, period, units, reminded, on=request.today):
                messages.warning(request, left)
            year = period.yearly_list.year
            return HttpResponseRedirect(addresses.contributions(year, period.quarter, task.number))
        left = not_reminded(task, period, units, reminded, on=request.today) or "请勾选未报的单位。"
        messages.warning(request, f"没有发出催办：{left}")
    return _received_page(request, period, task, typed=request.POST, status=400)


def _adopt_each(
    request: HttpRequest, found: list[Contribution], seen: dict[int, int], problems: list[str]
) -> int:
    """Adopt what was read, each by itself; what is refused is said by name."""
    done = one_by_one(
        found,
        lambda each: lead_actions.adopt(each, based_on=seen[each.pk], at=request.now, by=request.user),
        name=lambda each: str(each.unit),
        tell=problems.append,
    )
    return len(done)


def _filled(
    posted: QueryDict, task: Task, quarter: int, meant: Mapping[int, Decimal | None]
) -> tuple[list[str], list[str]]:
    """Put the sums into the empty fields; a sentence for each that was filled and each that was left.

    `meant` are the totals that stand in the form, by target.
    """
    taken, left = [], []
    for shared in shared_out(task, quarter):
        key, total = f"value-{shared.target.pk}", shared.total
        if shared.target.pk not in meant or total is None:
            continue
        words = f"{worded(total)}{shared.target.unit}"
        count = "" if shared.is_whole else f"（{shared.sent}/{len(shared.lines)}个单位已报）"
        typed = posted.get(key, "").strip()
        if not typed:
            posted[key], posted[f"based_on-{shared.target.pk}"] = (
                worded(total),
                "",
            )  # a sum of shares is a total
            taken.append(
                f"“{shared.target.in_print}”已填入各单位合计{words}{count}，尚未保存，请核对后保存。"
            )
        elif meant[shared.target.pk] != total:
            left.append(
                f"“{shared.target.in_print}”您已填{typed}，没有改动；各单位合计{words}{count}，"
                "要填入的请先清空。"
            )
    return taken, left
