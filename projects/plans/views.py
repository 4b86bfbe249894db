"""实施方案 of one task: written, signed, recalled and read at one address, according to who looks."""

from functools import cache
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from projects.evidence.forms import EvidenceForm
from projects.evidence.upload_views import evidence_form, keep_files
from projects.filing.checks import steps_after_saving
from projects.filing.forms import SignerWordForm
from projects.filing.paper_views import tell_same
from projects.models import Plan, PlanFiling, SubProject, Target
from projects.models.readings import Reading
from projects.models.statements import number_slot
from projects.models.viewers import AnyoneOf, anyone_like, unit_of
from projects.paper.word import CONTENT_TYPE
from projects.plans import actions
from projects.plans.actions import IncompletePlan
from projects.plans.document import plan_document
from projects.plans.earlier_schedules import earlier_schedules
from projects.plans.evidence_reads import plan_card
from projects.plans.evidence_views import PLAN_EVIDENCE
from projects.plans.forms import PlanForm
from projects.plans.opinion_actions import send_round
from projects.plans.page import PlanPage, copy_of, page_of
from projects.plans.reads import leads_of
from projects.plans.review_forms import (
    AnswerForm,
    LeadForm,
    OpinionForm,
    PlanReopenForm,
    PlanReturnForm,
    RecordForm,
    WishForm,
    part_words,
)
from projects.plans.write_locks import why_locked
from projects.rules.errors import Refused, Stale
from projects.rules.filing import Step
from projects.rules.plan_states import PlanState
from projects.screen.downloads import download
from projects.screen.posted import seen_version, takes_files

STEPS = {Step.SEND: actions.send_for_signature, Step.SUBMIT: actions.submit}
DONE = {
    "save": "草稿已保存。",
    "send": "已送审签。",
    "submit": "已报送，等待备案。",
    "round": "已发送征求意见，本任务的其他责任单位可以查看方案、答复意见。",
    "take_back": "已从审签中取回，可继续修改。",
    "recall": "已撤回，可继续修改。",
}


@takes_files
def plan_page(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One address for reading and for writing: a form that comes back through the sign-in finds its page."""
    answer = plan_write if request.method == "POST" else plan_detail
    return answer(request, year, number)


@require_safe
def plan_detail(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The plan: its form for its unit while it may be written, else as it stands."""
    plan = find_plan(request, year, number)
    restored = PlanForm(request.restored, plan=plan) if request.restored else None
    if not _may_write(request, plan):
        return render_plan(request, plan, kept=restored.texts() if restored else ())
    return render_plan(request, plan, form=restored or PlanForm(plan=plan), unsaved=bool(restored))


@permission_required("file_plans", raise_exception=True)
@require_POST
def plan_write(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """保存草稿, 读取, 送审签, 报送, 征求意见: what was typed is saved first, even if the rest fails."""
    plan = _own(request, year, number)
    form = PlanForm(request.POST, plan=plan)
    if request.POST.get("action") == "read":
        note = "已从各季度安排中读出事项和计划数，填入空白处，尚未保存，请核对。"
        return render_plan(request, plan, form=form.filled_by_reading(), note=note, unsaved=True)
    if "start" in request.POST:
        return _answer_start(request, plan, form)
    evidence = evidence_form(plan_card(plan, request.user), request.POST)
    if not _is_savable(form) or not evidence.is_valid():
        return _answer_invalid(request, plan, form, evidence)
    try:
        saved = actions.save_draft(
            plan,
            content=form.content(),
            evidence=evidence.descriptions(),
            based_on=form.cleaned_data["version"],
            at=request.now,
            by=request.user,
        )
    except Stale as refusal:
        return _answer_stale(request, plan, refusal)
    except Refused as refusal:
        return _answer_locked(request, plan, form, refusal)
    if "X-Background" in request.headers:
        wrong = "，有数字需要改正" if form.errors else ""
        return JsonResponse({"version": saved.version, "saved": f"{request.now:%H:%M}{wrong}", "cause": ""})
    changed, said = keep_files(request, saved, PLAN_EVIDENCE)
    if form.errors:
        return _answer_wrong_amounts(request, changed)
    if said:
        return HttpResponseRedirect(changed.address + "#evidence")
    return _go_on(request, changed, request.POST.get("action", "save"))


@permission_required("file_plans", raise_exception=True)
def plan_reckon(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What the page says beside the amounts while one types, by the rules that are asked when it is filed."""
    plan = _own(request, year, number)
    if request.method != "POST":
        return HttpResponseRedirect(plan.address)
    return JsonResponse({"targets": PlanForm(request.POST, plan=plan).reckoned(), "cause": ""})


@permission_required("file_plans", raise_exception=True)
def plan_move(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What is done to a plan without writing in it: submit what awaits signature, take back, recall."""
    plan = _own(request, year, number)
    if request.method != "POST":
        return HttpResponseRedirect(plan.address)
    act = request.POST.get("action", "")
    if act not in ("submit", "take_back", "recall"):
        raise Http404
    moved = {"based_on": seen_version(request.POST), "at": request.now, "by": request.user}
    getattr(actions, act)(plan, **moved)
    messages.success(request, f"第{plan.task.number}项{DONE[act]}")
    return HttpResponseRedirect(plan.address)


@permission_required("sign_reports", raise_exception=True)
def plan_send_back(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """退回填报人 with a word."""
    plan = _own(request, year, number)
    form = SignerWordForm(request.restored or request.POST)
    if request.method != "POST" or not form.is_valid():
        return render_plan(request, plan, word=form, status=400)
    data = form.cleaned_data
    actions.send_back(plan, word=data["word"], based_on=data["version"], at=request.now, by=request.user)
    messages.success(request, "已退回填报人。")
    return HttpResponseRedirect(plan.address)


@require_safe
def plan_paper(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The plan as a Word document."""
    plan = find_plan(request, year, number)
    page = page_of(plan, _filing(year), request.user, request.today)
    copy = copy_of(page)
    name = f"{year}年第{number}项实施方案（{copy.name}）.docx"
    return download(plan_document(page, copy, city=request.city), name, CONTENT_TYPE)


def find_plan(request: HttpRequest, year: int, number: int) -> Plan:
    """The plan, where this person may see it; else it is not there."""
    asked = _plan(anyone_like(request.user))
    plan = asked.first(year=year, number=number, **unit_of(request.user))
    if plan is None:
        raise Http404
    return plan


@cache
def _plan(viewer: AnyoneOf) -> Reading[Plan]:
    named = {"task__yearly_list__year": number_slot("year"), "task__number": number_slot("number")}
    rows = Plan.objects.visible_to(viewer).filter(**named).order_by()
    rows = rows.select_related("task__yearly_list", "task__domain", "unit", "saved_by")
    targets = Prefetch("task__targets", Target.objects.order_by("order"))
    parts = Prefetch("task__sub_projects", SubProject.objects.order_by("order"))
    return Reading(rows.prefetch_related(targets, parts))


def render_plan(request: HttpRequest, plan: Plan, *, status: int = 200, **more: object) -> HttpResponse:
    """The page with its forms; `more` is what the answer adds or puts in another's place."""
    page = page_of(plan, _filing(plan.task.yearly_list.year), request.user, request.today)
    seen = {"version": plan.version}
    forms: dict[str, object] = {"word": SignerWordForm(initial=seen)}
    if page.may_decide and plan.state == PlanState.SUBMITTED:
        agreed = {"holds_from": page.agreed.holds_from} if page.agreed else {}
        forms["record"] = RecordForm(initial={**seen, **agreed}, quarters=page.choices)
        forms["return_form"] = PlanReturnForm(initial=seen)
    if page.may_decide and plan.state == PlanState.ACCEPTED and not plan.task.yearly_list.is_running:
        forms["reopen_form"] = PlanReopenForm(initial=seen)
    if page.may_ask:
        forms["wish"] = WishForm(initial=seen, quarters=page.choices)
    leads = leads_of(plan.task) if page.may_decide else []
    has_left = bool(leads) and plan.unit not in leads
    if has_left or (plan.state == PlanState.NOT_BEGUN and len(leads) > 1):
        forms["lead"] = LeadForm(initial={**seen, "unit": plan.unit.code}, leads=leads)
    if page.may_say:
        own = next((each for each in page.opinions if each.unit_id == request.user.unit_id), None)
        said = {"text": own.text, "version": own.version} if own else {"version": 0}
        forms["opinion"] = OpinionForm(initial=said)
    if page.may_decide and page.asked:
        forms["answer"] = AnswerForm(initial={"version": page.asked.version})
    mended = part_words(page.last.parts) if page.last and plan.state == PlanState.RETURNED else []
    if "form" in more:
        forms["evidence_form"] = _evidence_form(request, page)
    past = {"last": page.last, "asked": page.asked, "agreed": page.agreed, "mended": mended}
    past |= {"same": actions.PLAN.why_same(plan, is_own=page.is_own) if page.was_returned else ""}
    past |= {"has_left": has_left, "earlier": earlier_schedules(plan.task)}
    context = {**vars(page), **past, **forms, "is_refused": status >= HTTPStatus.BAD_REQUEST, **more}
    return render(request, "projects/plans/plan.html", context, status=status)


def _evidence_form(request: HttpRequest, page: PlanPage) -> EvidenceForm:
    """Of the files that stand; with what was typed, where the page answers the form or brings it back."""
    posted = request.restored or (request.POST if "text-1" in request.POST else None)
    return evidence_form(page.evidence, posted)


def _is_savable(form: PlanForm) -> bool:
    """Nothing is wrong, or numbers alone."""
    return form.is_valid() or form.has_only_wrong_amounts


def _filing(year: int) -> PlanFiling:
    return get_object_or_404(PlanFiling.objects.select_related("yearly_list"), yearly_list__year=year)


def _own(request: HttpRequest, year: int, number: int) -> Plan:
    """One's own plan, for writing; a stranger's is not there."""
    plan = find_plan(request, year, number)
    if plan.unit_id != request.user.unit_id:
        raise Http404
    return plan


def _may_write(request: HttpRequest, plan: Plan) -> bool:
    is_own = plan.unit_id == request.user.unit_id and request.user.has_perm("file_plans")
    return is_own and not request.user.out_of_use_words and not why_locked(plan)


def _go_on(request: HttpRequest, saved: Plan, act: str) -> HttpResponse:
    """After saving: send or submit where asked for; what is lacking comes back beside its fields."""
    try:
        if act in ("send", "submit"):
            _hand_in(request, saved, act)
        if act == "round":
            send_round(saved, based_on=saved.version, at=request.now, by=request.user)
    except IncompletePlan as refusal:
        posted = request.POST.copy()
        posted["version"] = saved.version
        plan = find_plan(request, saved.task.yearly_list.year, saved.task.number)
        form = PlanForm(posted, plan=plan)
        form.is_valid()
        form.show_lacks(refusal.lacks)
        note = f"草稿已保存，还有{len(refusal.lacks)}处需要补充或改正，不能报送。"
        return render_plan(request, plan, form=form, note=note, status=400)
    messages.success(request, DONE.get(act, DONE["save"]))
    return HttpResponseRedirect(saved.address)


def _hand_in(request: HttpRequest, saved: Plan, act: str) -> None:
    """送审签 or 报送 of what has just been saved."""
    for step in steps_after_saving(act, unit=saved.unit_id, by=request.user):
        saved = STEPS[step](saved, based_on=saved.version, at=request.now, by=request.user)
    tell_same(request, actions.PLAN, saved)


def _answer_start(request: HttpRequest, plan: Plan, form: PlanForm) -> HttpResponse:
    """The form begun from an earlier year's schedule; 404 for a task that this one does not go on with."""
    asked = request.POST["start"]
    earlier = next((each for each in earlier_schedules(plan.task) if each.key == asked), None)
    if earlier is None:
        raise Http404
    note = f"已按{earlier.label}的安排填入空白处，尚未保存；四季度计划数为本年目标，其余请逐项修改后保存。"
    return render_plan(request, plan, form=form.filled_from(earlier), note=note, unsaved=True)


def _answer_invalid(request: HttpRequest, plan: Plan, form: PlanForm, evidence: EvidenceForm) -> HttpResponse:
    if "X-Background" in request.headers:
        return JsonResponse({"refused": form.first_error() or evidence.errors_listed()}, status=400)
    note = "没有保存：有内容需要改正，见红色提示。"
    return render_plan(request, plan, form=form, note=note, unsaved=True, status=400)


def _answer_wrong_amounts(request: HttpRequest, saved: Plan) -> HttpResponse:
    """The draft is kept but for the numbers that are none; those come back as they were typed."""
    plan = find_plan(request, saved.task.yearly_list.year, saved.task.number)
    posted = request.POST.copy()
    posted["version"] = saved.version
    note = "草稿已保存，下列数字没有保存，请改正。"
    return render_plan(request, plan, form=PlanForm(posted, plan=plan), note=note, unsaved=True, status=400)


def _answer_stale(request: HttpRequest, plan: Plan, refusal: Stale) -> HttpResponse:
    """What the other person wrote beside the typed text; the next save replaces it knowingly."""
    if "X-Background" in request.headers:
        return JsonResponse({"refused": str(refusal)}, status=409)
    now = find_plan(request, plan.task.yearly_list.year, plan.task.number)
    posted = request.POST.copy()
    posted["version"] = now.version
    form = PlanForm(posted, plan=now)
    return render_plan(request, now, form=form, theirs=now, note=str(refusal), status=409)


def _answer_locked(request: HttpRequest, plan: Plan, form: PlanForm, refusal: Refused) -> HttpResponse:
    """Why it was not saved, and what was typed, to be copied."""
    if "X-Background" in request.headers:
        return JsonResponse({"refused": str(refusal)}, status=409)
    return render_plan(request, plan, kept=form.texts(), note=f"没有保存。{refusal}", status=409)
