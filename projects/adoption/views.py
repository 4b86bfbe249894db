"""Official documents on pages: received, looked at, asked about, adopted."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import F, Func, IntegerField, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from projects.adoption.actions import adopt
from projects.adoption.answer_forms import AnswersForm
from projects.adoption.comparison import versions
from projects.adoption.conversion import registered
from projects.adoption.document_sheet import (
    list_of_year,
    others_of_the_year,
    tasks_shown,
    weighed,
)
from projects.adoption.proposal import ListProposal, propose
from projects.adoption.questions import About, Answers, load_answers
from projects.adoption.readings import Reading, read_document
from projects.adoption.upload_actions import answer, discard, upload
from projects.files.downloads import file_of_row, kept_file
from projects.filing.posted_views import posted_from
from projects.models import SourceDocument
from projects.rules.errors import Refused
from projects.rules.states import DocumentKind
from projects.screen.links import changed
from projects.screen.posted import takes_files

MOST_FILES = 20  # at once
TASKS_A_PAGE = 40
may_adopt = permission_required("manage_lists", raise_exception=True)


@takes_files
@may_adopt
@require_http_methods(["GET", "HEAD", "POST"])
def document_list(request: HttpRequest) -> HttpResponse:
    """The documents received and their state; a POST brings more."""
    if request.method == "POST":
        return _received(request)
    context = {"documents": _documents(), "page": None}
    return render(request, "projects/adoption/documents.html", context)


@may_adopt
@require_http_methods(["GET", "HEAD", "POST"])
def document_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The document beside what was read from it, its questions, what adopting would write; a POST answers."""
    reading = read_document(_document(pk))
    answers = _answers(reading.document)
    proposal = _proposal(reading, answers)
    given = {"reading": reading, "proposal": proposal, "answers": answers}
    typed = request.POST if request.method == "POST" else request.restored
    form = AnswersForm(typed, register=registered(), city=request.city, **given)
    if request.method == "POST" and form.is_valid():
        said = {"answers": form.answers, "parties": form.new_parties}
        answer(reading.document, at=request.now, by=request.user, **said)
        messages.success(request, "答复已保存，尚未入库。")
        return HttpResponseRedirect(request.path)
    status = 400 if request.method == "POST" else 200
    return _shown(request, reading, proposal, form, status=status)


@may_adopt
@posted_from("document_detail", "pk")
def document_adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Adopt the document as a list: the whole of it or nothing, and only as the page showed it."""
    reading = read_document(_document(pk))
    answers = _answers(reading.document)
    try:
        said = {"answers": answers, "seen": request.POST.get("seen", "")}
        made = adopt([reading], at=request.now, by=request.user, **said)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("document_detail", args=[pk]))
    messages.success(request, f"{made}已入库。请接着处理疑点、确认单位组成员。")
    return HttpResponseRedirect(reverse("document_detail", args=[pk]))


@may_adopt
@posted_from("document_detail", "pk")
def document_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """A document that no list stands on is taken away."""
    document = _document(pk)
    discard(document, at=request.now, by=request.user)
    messages.success(request, f"已移除“{document.name}”。")
    return HttpResponseRedirect(reverse("document_list"))


@may_adopt
@require_safe
def document_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it came, to be saved and never shown by the browser itself."""
    document = get_object_or_404(SourceDocument.objects.select_related("file"), pk=pk)
    if document.file is None:  # it came before the store
        return file_of_row(bytes(document.content), document.name)
    return kept_file(document.file, document.name)


@may_adopt
@require_safe
def document_comparison(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Two documents of one list, or a new version and the old one, word by word."""
    left, right = read_document(_document(pk)), read_document(_document(other))
    context = {
        "left": left,
        "right": right,
        "differences": versions(left.parsed, right.parsed),
        "crumbs": _crumbs(left.document),
    }
    return render(request, "projects/adoption/comparison.html", context)


def _received(request: HttpRequest) -> HttpResponse:
    """Each file by itself: one that cannot be read keeps no other back."""
    files = request.FILES.getlist("files")[:MOST_FILES]
    kept, refused = [], []
    for file in files:
        try:
            kept.append(upload(file.read(), name=file.name, at=request.now, by=request.user))
        except Refused as refusal:
            refused.append(str(refusal))
    if not files:
        refused.append("请先选择文件。")
    if "application/json" in request.headers.get("Accept", ""):
        return _answer_in_background(kept, refused)
    for sentence in refused:
        messages.error(request, sentence)
    if len(kept) == 1 and not refused:
        return HttpResponseRedirect(reverse("document_detail", args=[kept[0].pk]))
    if kept:
        messages.success(request, f"已收到 {len(kept)} 份文件。")
    return HttpResponseRedirect(reverse("document_list"))


def _answer_in_background(kept: list[SourceDocument], refused: list[str]) -> JsonResponse:
    """The same for a page that sends file by file."""
    documents = [{"name": each.name, "url": reverse("document_detail", args=[each.pk])} for each in kept]
    return JsonResponse({"kept": documents, "refused": refused})


def _shown(
    request: HttpRequest, reading: Reading, proposal: ListProposal, form: AnswersForm, *, status: int
) -> HttpResponse:
    document = reading.document
    year = form.answers_year
    tasks = tasks_shown(reading, proposal)
    page = Paginator(tasks, TASKS_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.dict()
    written = [each for each in tasks if each.is_written]
    context = {
        "document": document,
        "parsed": reading.parsed,
        "year": year,
        "kind": DocumentKind.word_of(reading.parsed.kind),
        "proposal": proposal,
        "file_questions": [each for each in proposal.questions if each.about == About.FILE],
        "replacing": [each for each in proposal.questions if each.about == About.REPLACE],
        "form": form,
        "names": [entry.name for entry in form.register.entries],
        "weighed": weighed(proposal.findings),
        "page": page,
        "earlier": changed(query, page=page.previous_page_number()) if page.has_previous() else "",
        "later": changed(query, page=page.next_page_number()) if page.has_next() else "",
        "written": len(written),
        "others": others_of_the_year(document, year),
        "yearly_list": document.yearly_list,
        "five_plan": document.five_plans.first(),
        "crumbs": [{"url": reverse("document_list"), "label": "来源文件"}],
    }
    return render(request, "projects/adoption/document.html", context, status=status)


def _proposal(reading: Reading, answers: Answers) -> ListProposal:
    """What adopting it would do; of one that is adopted, what it was read as, without questions."""
    existing = list_of_year(answers.year or reading.parsed.year)
    return propose([reading], existing, answers)


def _answers(document: SourceDocument) -> Answers:
    """What was answered so far."""
    kept = getattr(document, "reading", None)
    return load_answers(json.dumps(kept.answers)) if kept else Answers()


def _document(pk: int) -> SourceDocument:
    related = SourceDocument.objects.select_related("reading", "yearly_list", "received_by").defer("content")
    return get_object_or_404(related, pk=pk)


def _documents() -> QuerySet[SourceDocument]:
    """The newest first, with the year and the number of tasks that were read."""
    number = Func(F("reading__parsed__tasks"), function="jsonb_array_length", output_field=IntegerField())
    documents = SourceDocument.objects.select_related("yearly_list", "received_by").defer("content")
    read = documents.annotate(read_year=F("reading__parsed__year"), read_tasks=number)
    return read.order_by("-pk")


def _crumbs(document: SourceDocument) -> list[dict]:
    return [
        {"url": reverse("document_list"), "label": "来源文件"},
        {"url": reverse("document_detail", args=[document.pk]), "label": str(document)},
    ]
