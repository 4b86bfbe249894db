"""年度值: one indicator's value of a year, written, signed and decided."""

from datetime import date
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from progress.indicators import actions
from progress.indicators.evidence_reads import own_card, submitted_card
from progress.indicators.evidence_views import VALUE_EVIDENCE
from progress.indicators.forms import ReasonForm, YearlyValueForm
from progress.indicators.reads import chased, indicator_or_404, paper_of, plan_or_404, writes
from progress.indicators.views import crumbs_of
from progress.ledger.deciders import may_decide
from progress.ledger.owed_values import value_line
from progress.models import YearlyValue
from progress.rules.states import YearlyValueState
from projects.evidence.upload_views import evidence_form, keep_files
from projects.filing import kept_rounds
from projects.filing.checks import has_signer
from projects.filing.forms import SignerWordForm
from projects.filing.paper_views import WRITING, PaperDesk, WordedStep, act_on
from projects.rules.amounts import plain
from projects.rules.roles import Role
from projects.screen.posted import brought_back, takes_files


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def yearly_value(request: HttpRequest, start: int, end: int, number: int, of_year: int) -> HttpResponse:
    """What the responsible unit says of a year: written, sent, decided; to a stranger it is not there."""
    plan = plan_or_404(start, end)
    row = indicator_or_404(plan, number)
    paper = paper_of(row, of_year)
    is_known = of_year in plan.years and of_year <= request.today.year and paper.unit_id
    if not is_known or not (writes(request.user, paper) or request.user.has_perm("read_everything")):
        raise Http404
    if request.method != "POST":
        return _page(request, paper)
    return act_on(request, paper, _desk(request, paper))


def _desk(request: HttpRequest, paper: YearlyValue) -> PaperDesk:
    """What the buttons of the page do."""
    card = own_card(paper)
    return PaperDesk(
        form=lambda posted: YearlyValueForm(posted, paper=paper, evidence=evidence_form(card, posted)),
        keep=actions.save_draft,
        steps={
            "send": actions.send_for_signature,
            "submit": actions.submit,
            "sign": actions.submit,
            "take_back": actions.take_back,
            "recall": actions.recall,
            "accept": actions.accept,
        },
        worded={
            "send_back": WordedStep(SignerWordForm, "word_form", actions.send_back),
            "return": WordedStep(ReasonForm, "reason_form", actions.return_to_unit),
            "reopen": WordedStep(ReasonForm, "reason_form", actions.reopen),
        },
        filing=actions.YEARLY_VALUE,
        fresh=lambda: paper_of(paper.indicator, paper.year),
        page=partial(_page, request),
        files=lambda saved: keep_files(request, saved, VALUE_EVIDENCE),
    )


def _page(request: HttpRequest, paper: YearlyValue, *, status: int = 200, **shown: object) -> HttpResponse:
    user, indicator, plan = request.user, paper.indicator, paper.indicator.plan
    is_own = writes(request.user, paper)
    may_write = is_own and not user.out_of_use_words
    lock = actions.YEARLY_VALUE.why_locked(paper)
    seen, line = {"version": paper.version}, value_line(paper, request.today)
    accepted = indicator.yearly_values.filter(state=YearlyValueState.ACCEPTED).order_by("year")
    decides = not is_own and may_decide(user, paper.unit)
    typed = brought_back(request.restored, "", *WRITING)
    card = own_card(paper) if is_own else submitted_card(paper)
    posted = request.POST if "situation" in request.POST else None
    context = {
        "plan": plan,
        "indicator": indicator,
        "paper": paper,
        "until": line.until or paper.due_on,
        "days_over": line.days_over,
        "said": kept_rounds.last_kept(paper),
        "rounds": kept_rounds.dated(paper),
        "same": actions.YEARLY_VALUE.why_same(paper, is_own=is_own),
        "returned": kept_rounds.last_return(paper),
        "reopened": kept_rounds.reopened(paper),
        "asked": actions.asked_of(paper) if is_own or decides else (),
        "before": [(each.year, plain(each.value)) for each in accepted if each.year != paper.year],
        "value": plain(paper.value) or "—",
        "lock": lock if may_write else "",
        "form": YearlyValueForm(typed, paper=paper) if may_write and not lock else None,
        "unsaved": bool(typed or posted),
        "evidence": card,
        "evidence_form": evidence_form(card, typed or posted),
        "word_form": SignerWordForm(brought_back(request.restored, "send_back"), initial=seen),
        "reason_form": ReasonForm(
            brought_back(request.restored, "return", "reopen"), initial=seen, auto_id="reason-%s"
        ),
        "may_decide": decides and paper.state == YearlyValueState.SUBMITTED,
        "may_reopen": decides and paper.state == YearlyValueState.ACCEPTED,
        "chased": chased(paper) if is_own or user.has_perm("read_everything") else (),
        "may_remind": user.has_perm("remind_units") and _is_owed(paper, request.today),
        "is_own": is_own,
        "has_signer": bool(paper.unit_id) and has_signer(paper.unit_id),
        "is_signer": user.role == Role.SIGNER,
        "crumbs": [*crumbs_of(plan), {"url": indicator.address, "label": indicator.name}],
        **shown,
    }
    return render(request, "progress/indicators/yearly_value.html", context, status=status)


def _is_owed(paper: YearlyValue, on: date) -> bool:
    """Whether its unit may be reminded of it: the year has ended."""
    return paper.year < on.year and value_line(paper, on).is_owed
