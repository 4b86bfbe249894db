"""The lead's side: sharing out, what came in, and the sum taken over into its own form."""

from collections.abc import Mapping
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render

from progress.contributions import lead_actions
from progress.contributions.demand_actions import demand
from progress.contributions.forms import SharesForm
from progress.contributions.reads import demand_words, not_reminded, received
from progress.contributions.share_actions import share_out
from progress.ledger.ledgers import ledger_of
from progress.ledger.owed_contributions import demanded_of, seal_of_demands
from progress.ledger.reporters import target_reporter
from progress.ledger.shares import leads_task, partners_of, shared_out
from progress.letters.mail import Mail
from progress.models import Allocation, Contribution, ReportingPeriod, SharedTarget
from progress.opening.reads import period_or_404
from progress.reports.forms import ReportForm
from progress.reports.sheet import report_sheet
from progress.reports.views import own_report, render_report
from progress.rules import addresses
from progress.rules.shares import remarks
from projects.models import Target, Task, Unit, User
from projects.rules.amounts import worded
from projects.rules.errors import Refused
from projects.rules.states import Nature
from projects.screen.forms import LONGEST_REASON, refusals_on, refusals_to
from projects.screen.many import one_by_one, seen_seal, seen_versions
from projects.screen.posted import brought_back, whole_number, whole_numbers


def task_shares(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """分解 of a task's targets: the lead's to write, the two offices' to read."""
    task = _task_or_404(request.user, year, number)
    if request.method != "POST":
        return _shares_page(request, task, posted=request.restored)
    if request.POST.get("action") == "demand":
        return _demand(request, task)
    target = get_object_or_404(
        task.targets.select_related("task__yearly_list", "reporting_unit"),
        pk=whole_number(request.POST.get("target")) or 0,
    )
    form = _shares_form(target, request.POST)
    if form.has_error("version"):
        raise Http404  # posted without what was read
    if form.is_valid():
        shared = SharedTarget.objects.filter(target=target).first()
        with refusals_on(form, stands=shared.version if shared else 0):
            named = {"shares": form.shares(), "based_on": form.cleaned_data["version"]}
            shared = share_out(target, **named, at=request.now, by=request.user)
            messages.success(request, f"“{target.in_print}”的分解已保存。")
            return HttpResponseRedirect(shared.address)
    return _shares_page(request, task, forms={target.pk: form}, status=400)


def _demand(request: HttpRequest, task: Task) -> HttpResponse:
    """要求报送 of the units ticked, and of no others; what is refused stays ticked."""
    named = {"shown": seen_seal(request.POST, "demands"), "at": request.now, "by": request.user}
    before = demanded_of(task)
    with refusals_to(lambda words: messages.error(request, words)):
        asked = demand(task, units=whole_numbers(request.POST.getlist("demanded")), **named)
        words = f"本任务要求{len(asked)}个单位报送协同情况。" if asked else "本任务不再要求报送协同情况。"
        words += demand_words(task, [unit for unit in asked if unit not in before], request.today)
        messages.success(request, words)
        return HttpResponseRedirect(addresses.shares(task.yearly_list.year, task.number))
    return _shares_page(request, task, posted=request.POST, status=400)


def task_contributions(request: HttpRequest, year: int, quarter: int, number: int) -> HttpResponse:
    """What came in of one quarter, for the lead and the two offices; the lead adopts what is ticked."""
    task = _task_or_404(request.user, year, number)
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
    report = addresses.report(period.yearly_list.year, period.quarter, task.number)
    context = {
        "task": task,
        "period": period,
        "quarter": period.when,
        "received": found,
        "targets": shared_out(task, period.quarter),
        "leads": leads_task(task.pk, request.user),
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
    told = []
    if request.method == "POST":
        waiting = Contribution.objects.filter(task=ledger.task, period=report.period)
        found = list(waiting.filter(pk__in=_ticked(request)).select_related("unit", "task", "period"))
        _adopt_each(request, found, seen_versions(request.POST, found), told)
    sheet = report_sheet(ledger, report, request.today)
    typed = ReportForm(posted, sheet=sheet)
    meant = {row.target.pk: typed.reckoned(row).figure.actual for row in sheet.targets}
    taken, left = _filled(posted, ledger.task, quarter, meant)
    note = "".join([*told, *taken, *left]) or "还没有单位报来数据，没有填入。"
    form = ReportForm(posted, sheet=sheet)
    return render_report(request, ledger, quarter, sheet, form=form, note=note, unsaved=True)


def _task_or_404(user: User, year: int, number: int) -> Task:
    """The task, for its leads and the two offices."""
    tasks = Task.objects.select_related("yearly_list")
    task = get_object_or_404(tasks, yearly_list__year=year, number=number)
    if not (user.has_perm("read_everything") or leads_task(task.pk, user)):
        raise Http404
    return task


def _shares_form(target: Target, posted: QueryDict | None = None) -> SharesForm:
    shared = SharedTarget.objects.filter(target=target).first()
    rows = Allocation.objects.filter(shared__target=target).select_related("unit").order_by("unit__order")
    return SharesForm(
        posted,
        shared=target,
        partners=partners_of(target.task),
        allocations={row.unit_id: row for row in rows},
        version=shared.version if shared else 0,
    )


def _shares_page(
    request: HttpRequest,
    task: Task,
    *,
    forms: dict[int, SharesForm] | None = None,
    posted: QueryDict | None = None,
    status: int = 200,
) -> HttpResponse:
    ledger = ledger_of(task)
    rows = []
    for target in task.targets.select_related("task__yearly_list", "reporting_unit").order_by("order"):
        reporter = target_reporter(target.reporting_unit, ledger.leads)
        is_mine = reporter is not None and reporter.pk == request.user.unit_id
        may = is_mine and request.user.has_perm("file_reports")
        brought = posted if posted and posted.get("target") == str(target.pk) else None
        form = (forms or {}).get(target.pk) or _shares_form(target, brought)
        rows.append((target, form, may, _why_not(target), _remarks(target)))
    context = {
        "task": task,
        "rows": rows,
        "partners": partners_of(task),
        "demands": _demands(request, task, posted),
        "demands_seal": _demands_seal(request, task),
        "may_demand": request.user.has_perm("open_periods") and not task.yearly_list.is_concluded,
        "crumbs": [
            {"url": addresses.task(task.yearly_list.year, task.number), "label": f"第{task.number}项"}
        ],
    }
    return render(request, "progress/contributions/shares.html", context, status=status)


def _demands(request: HttpRequest, task: Task, posted: QueryDict | None) -> list[tuple[Unit, bool]]:
    """Every unit that may be asked, and whether it is; as it was ticked where that did not go."""
    asked = demanded_of(task)
    may = dict.fromkeys((*partners_of(task), *asked))
    if posted and posted.get("action") == "demand":
        ticked = whole_numbers(posted.getlist("demanded"))
        return [(unit, unit.pk in ticked) for unit in may]
    return [(unit, unit in asked) for unit in may]


def _demands_seal(request: HttpRequest, task: Task) -> str:
    """The mark of who was asked when the page was read: what comes back through the sign-in keeps its own."""
    brought = brought_back(request.restored, "demand")
    return brought.get("seal-demands", "") if brought else seal_of_demands(demanded_of(task))


def _why_not(target: Target) -> str:
    """Why this target is not shared out; "" where it can be."""
    if target.nature != Nature.COUNT:
        return "水平类目标不能加总，不作分解。"
    if target.is_summed_over_leads:
        return "由各牵头单位分头完成、分别填报，不再分解。"
    return ""


def _remarks(target: Target) -> list[str]:
    rows = Allocation.objects.filter(shared__target=target)
    planned = {each.quarter: each.ytd for each in target.stage_plans[0].quarters if each.ytd is not None}
    shares = [row.share for row in rows]
    return remarks(shares, quantity=target.quantity, unit=target.unit, planned=planned)


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
