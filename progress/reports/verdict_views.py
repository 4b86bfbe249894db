"""What is said of a verdict: the supervisor's 确认 and 不同意, the coordinator's 更正评价."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from progress.ledger.ledgers import ledger_of
from progress.ledger.task_ledger import TaskLedger
from progress.models import ReportingPeriod, Verdict
from progress.opening.reads import period_or_404
from progress.reports import verdict_actions
from progress.reports.review_forms import GiveVerdictForm, RejudgeForm, SeenReasonForm
from progress.rules import addresses
from projects.models import Task
from projects.screen.forms import refusals_on
from projects.screen.posted import seen_version


@permission_required("confirm_verdicts", raise_exception=True)
def verdict_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The supervisor confirms the verdict on a task that the coordinator's unit leads."""
    verdict = _find(pk)
    if request.method == "POST":
        verdict_actions.confirm_verdict(
            verdict, based_on=seen_version(request.POST), at=request.now, by=request.user
        )
        messages.success(request, f"第{verdict.task.number}项的进度评价已确认。")
    return _back(verdict)


@permission_required("confirm_verdicts", raise_exception=True)
def verdict_disagree(request: HttpRequest, pk: int) -> HttpResponse:
    """不同意 with a reason: back to the coordinator."""
    verdict = _find(pk)
    typed = request.restored or request.POST or None
    form = SeenReasonForm(typed, initial={"version": verdict.version})

    def act(data: dict) -> None:
        given = {"based_on": data["version"], "reason": data["reason"]}
        verdict_actions.disagree(verdict, **given, at=request.now, by=request.user)

    return _answer(request, verdict, form, act, "不同意评价", "已答复不同意，退协调员重新评定。")


@permission_required("review_reports", raise_exception=True)
def verdict_rejudge(request: HttpRequest, pk: int) -> HttpResponse:
    """更正评价 with a reason; the reports stay accepted."""
    verdict = _find(pk)
    judgement = ledger_of(verdict.task).judged_at(verdict.period.quarter, request.today).judgement
    typed = request.restored or request.POST or None
    initial = {"version": verdict.version}
    form = RejudgeForm(typed, initial=initial, judgement=judgement, verdict=verdict)

    def act(data: dict) -> None:
        given = {"based_on": data["version"], "code": data["verdict"], "reason": data["reason"]}
        verdict_actions.rejudge(verdict, **given, at=request.now, by=request.user)

    return _answer(request, verdict, form, act, "更正评价", "评价已更正。")


@permission_required("review_reports", raise_exception=True)
def verdict_give(request: HttpRequest, year: int, quarter: int, number: int) -> HttpResponse:
    """评定 by itself, where no report comes any more with which the verdict would be given."""
    period = period_or_404(year, quarter)
    task = get_object_or_404(Task, yearly_list=period.yearly_list, number=number)
    address, ledger = addresses.report(year, quarter, number), ledger_of(task)
    judgement = ledger.at(quarter, request.today).left_to_word(is_over=period.closed_at is not None)
    if judgement is None:
        return _not_left(request, task, period, ledger)
    seal = verdict_actions.word_seal(ledger, judgement=judgement, quarter=quarter, on=request.today)
    form = GiveVerdictForm(
        request.restored or request.POST or None, judgement=judgement, initial={"seal": seal}
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            data = form.cleaned_data
            given = {"shown": data["seal"], "code": data["verdict"], "reason": data["reason"]}
            verdict_actions.give_verdict(task, period=period, **given, at=request.now, by=request.user)
            messages.success(request, f"第{number}项已评定。")
            return HttpResponseRedirect(address)
        form.data = form.data.dict() | {"seal": seal}  # the page shows what stands now
    context = {
        "task": task,
        "period": period,
        "form": form,
        "judgement": judgement,
        "days": ledger.at(quarter, request.today).days,
        "back": address,
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "progress/reports/verdict_give.html", context, status=status)


def _not_left(request: HttpRequest, task: Task, period: ReportingPeriod, ledger: TaskLedger) -> HttpResponse:
    """To the report, for nothing is left to say; with what was typed on the page, where something was."""
    sentence = f"第{task.number}项已评定，或尚待报送、审核，不需单独评定。"
    address = addresses.report(period.when.year, period.quarter, task.number)
    typed = (request.restored or request.POST).get("reason", "").strip()
    if not typed:
        messages.warning(request, sentence)
        return HttpResponseRedirect(address)
    context = {
        "task": task,
        "period": period,
        "judgement": ledger.judged_at(period.quarter, request.today).judgement,
        "days": ledger.at(period.quarter, request.today).days,
        "back": address,
        "refused": sentence,
        "typed": typed,
    }
    return render(request, "progress/reports/verdict_give.html", context, status=409)


def _answer(
    request: HttpRequest,
    verdict: Verdict,
    form: SeenReasonForm,
    act: Callable[[dict], None],
    what: str,
    done: str,
) -> HttpResponse:
    """The act where the form is whole; else the form, with why not."""
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, stands=verdict.version):
            act(form.cleaned_data)
            messages.success(request, f"第{verdict.task.number}项{done}")
            return _back(verdict)
    context = {"verdict": verdict, "form": form, "what": what, "back": _address(verdict)}
    status = 400 if request.method == "POST" else 200
    return render(request, "progress/reports/verdict_form.html", context, status=status)


def _find(pk: int) -> Verdict:
    return get_object_or_404(
        Verdict.objects.select_related("task", "period__yearly_list", "given_by", "refused_by"), pk=pk
    )


def _address(verdict: Verdict) -> str:
    when = verdict.period.when
    return addresses.report(when.year, when.number, verdict.task.number)


def _back(verdict: Verdict) -> HttpResponseRedirect:
    return HttpResponseRedirect(_address(verdict))
