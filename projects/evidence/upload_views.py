"""Files handed in with any paper: by its form, or one by one in the background while one types."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, JsonResponse, QueryDict
from django.template.loader import render_to_string

from projects.evidence.card import EvidenceCard
from projects.evidence.forms import EvidenceForm
from projects.files.uploads import looked_at
from projects.models.filing import Paper
from projects.rules.errors import NotYours, Refused
from projects.screen.posted import seen_version, whole_number

FILES = "files"
UNTIED = "所选的对应事项已不在填报内容中，“{name}”没有对应到事项，请重新选择。"


def _as_chosen(paper: Paper, about: str, read: Collection[str]) -> str:
    """Where nothing is ever called something else."""
    return about


@dataclass(frozen=True)
class EvidenceActs:
    """What a wing does with the files of its kind of paper."""

    check: Callable[[Paper], None]  # Refused where the paper is locked
    attach: Callable[..., Paper]
    take_away: Callable[..., Paper]
    # what is proved by its name of today, chosen on a page that offered these; "" where it is gone
    about: Callable[[Paper, str, Collection[str]], str] = _as_chosen


def evidence_form(card: EvidenceCard, posted: QueryDict | None = None) -> EvidenceForm:
    """The form of the card's rows."""
    return EvidenceForm(posted, rows=card.rows, abouts=card.abouts, whole=card.whole, now=card.now)


def keep_files(request: HttpRequest, saved: Paper, acts: EvidenceActs) -> tuple[Paper, bool]:
    """Keep, after saving, the files that the page without scripts posts; whether the person has read of it.

    Where it is, the person goes back to the files: nothing is sent or submitted without a file chosen for it.
    """
    changed, refusals = _change_evidence(request, saved, acts)
    for sentence in refusals:
        messages.error(request, sentence)
    is_sent_on = request.POST.get("action", "save") in ("send", "submit")
    if not refusals and (changed.version == saved.version or is_sent_on):
        return changed, False
    messages.success(request, "草稿已保存。" if refusals else "草稿和佐证材料已保存。")
    return changed, True


def _change_evidence(request: HttpRequest, paper: Paper, acts: EvidenceActs) -> tuple[Paper, list[str]]:
    """Attach the files that were posted with the form, take away the one that was clicked.

    The paper as it stands then, and a sentence for each file that is not taken.
    """
    refusals = []
    for file in request.FILES.getlist(FILES):
        try:
            acts.check(paper)
            about, note = _about_of(request, paper, acts, file.name)
            named = {"based_on": paper.version, "at": request.now, "by": request.user}
            paper = acts.attach(paper, file=looked_at(file), about=about, **named)
            if note:
                messages.warning(request, note)
        except NotYours:
            raise
        except Refused as refusal:
            refusals.append(str(refusal))
    key = whole_number(request.POST.get("take_away"))
    if key is not None:
        named = {"based_on": paper.version, "at": request.now, "by": request.user}
        paper = acts.take_away(paper, key=key, **named)
    return paper, refusals


def one_file(
    request: HttpRequest, paper: Paper, acts: EvidenceActs, *, card: Callable[[Paper], EvidenceCard]
) -> JsonResponse:
    """One file by itself, while the form stays on the screen: its row comes back, and the new version."""
    file = request.FILES.get(FILES)
    version = seen_version(request.POST)
    if file is None:
        raise Http404
    try:
        acts.check(paper)
        about, note = _about_of(request, paper, acts, file.name)
        named = {"based_on": version, "at": request.now, "by": request.user}
        saved = acts.attach(paper, file=looked_at(file), about=about, **named)
    except NotYours:
        raise
    except Refused as refusal:
        return JsonResponse({"refused": str(refusal)}, status=409)
    last = list(evidence_form(card(saved)).row_fields())[-1]
    row = render_to_string("projects/evidence/_row.html", {"each": last})
    return JsonResponse({"version": saved.version, "saved": f"{request.now:%H:%M}", "row": row, "told": note})


def _about_of(request: HttpRequest, paper: Paper, acts: EvidenceActs, name: str) -> tuple[str, str]:
    """What the new file proves by its name of today, and what the person is told where that is gone."""
    chosen, read = request.POST.get("new-about", ""), request.POST.get("new-abouts", "").split("\n")
    about = acts.about(paper, chosen, read)
    return about, UNTIED.format(name=name) if chosen and not about else ""
