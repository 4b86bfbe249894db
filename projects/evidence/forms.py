"""What is typed about the files of a paper: a caption each, and what it proves."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.http import QueryDict

from projects.evidence.actions import Description
from projects.evidence.card import as_read
from projects.models.evidence import LONGEST_CAPTION, FileOfPaper
from projects.rules.file_kinds import ACCEPT, TAKEN
from projects.screen.forms import Select, TextInput

SHOWN = 40  # characters of a target or an item in the choice


@dataclass(frozen=True)
class EvidenceFields:
    """One file's row of the form."""

    row: FileOfPaper
    caption: BoundField
    about: BoundField | None  # nothing where the paper is proved as a whole


class FilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """The files that come with what a unit asks for; none is fine."""

    def __init__(self) -> None:
        widget = FilesInput(attrs={"accept": ACCEPT})
        super().__init__(label="佐证材料", required=False, widget=widget, help_text=f"可不附；{TAKEN}。")

    def clean(self, data: Sequence[UploadedFile] | None, initial: object = None) -> list[UploadedFile]:
        """Each of them."""
        return [super(FilesField, self).clean(each, initial) for each in data or ()]


class EvidenceForm(forms.Form):
    """The rows of the files that stand, and what the next ones prove; it saves nothing."""

    def __init__(
        self,
        posted: QueryDict | None = None,
        *,
        rows: Sequence[FileOfPaper],
        abouts: Sequence[tuple[str, str]],
        whole: str,
        now: Callable[..., str] = as_read,
        **named: object,
    ) -> None:
        """`abouts` are what may be proved, by the name of its field, with words; `whole` is the paper itself;
        `now` gives the name of what was called something else when the page was read, of a file by
        what that proves now.

        A file that was added since the page was shown stands with what is said of it already; one said to
        prove what is not asked any more proves the paper as a whole.
        """
        self.rows = rows
        self.shown = [row.pk for row in rows if posted is not None and f"caption-{row.pk}" in posted]
        super().__init__(_completed(posted, rows, [key for key, _ in abouts], now), **named)
        choices = [("", whole), *((key, _short(words)) for key, words in abouts)]
        if abouts:
            self.fields["new-about"] = _about("新上传的对应", choices)
        for row in rows:
            self.fields[f"caption-{row.pk}"] = forms.CharField(
                label=f"{row.name}的说明",
                required=False,
                max_length=LONGEST_CAPTION,
                initial=row.caption,
                widget=TextInput(attrs={"placeholder": "说明（可不填）"}),
            )
            if abouts:
                self.fields[f"about-{row.pk}"] = _about(f"{row.name}对应", choices, row.about)

    @property
    def new_about(self) -> BoundField:
        """What the next files prove."""
        return self["new-about"]

    @property
    def offered(self) -> str:
        """The names of what this page offers, a line each: sent with each new file."""
        return "\n".join(key for key, _ in self.fields["new-about"].choices if key)

    def row_fields(self) -> Iterable[EvidenceFields]:
        """The rows, each with its two fields."""
        for row in self.rows:
            about = f"about-{row.pk}"
            yield EvidenceFields(
                row, self[f"caption-{row.pk}"], self[about] if about in self.fields else None
            )

    def errors_listed(self) -> str:
        """Everything that is wrong, each after the name of its field."""
        return "".join(f"{self.fields[name].label}：{why[0]}" for name, why in self.errors.items())

    def descriptions(self) -> dict[int, Description]:
        """What was typed of each file that the page showed; of the others nothing."""
        data = self.cleaned_data
        return {key: Description(data[f"caption-{key}"], data.get(f"about-{key}", "")) for key in self.shown}


def _about(label: str, choices: Sequence[tuple[str, str]], initial: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices, initial=initial, widget=Select)


def _completed(
    posted: QueryDict | None, rows: Iterable[FileOfPaper], abouts: Sequence[str], now: Callable[..., str]
) -> QueryDict | None:
    if posted is None:
        return None
    completed = QueryDict(mutable=True)
    completed.update(posted)
    for row in rows:
        completed.setdefault(f"caption-{row.pk}", row.caption)
        completed.setdefault(f"about-{row.pk}", row.about)
    chosen = {f"about-{row.pk}": now(completed[f"about-{row.pk}"], row.about) for row in rows}
    chosen["new-about"] = now(completed.get("new-about", ""))
    for name, about in chosen.items():
        completed[name] = about if about in abouts else ""
    return completed


def _short(words: str) -> str:
    return words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…"
