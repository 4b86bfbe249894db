"""A filled workbook of yearly values against the papers: what would be saved, and what is wrong."""

from collections.abc import Iterable, Mapping, Sequence

from progress.indicators.actions import CONTENT
from progress.indicators.forms import YearlyValueForm
from progress.indicators.reads import value_before, way_of
from progress.indicators.unit_workbook import FIELDS, NUMBER, VERSION
from progress.models import YearlyValue
from progress.rules.indicator_course import questions
from progress.rules.states import LOCKED_STATES
from projects.filing.drafts import CheckedDraft, CheckedWorkbook
from projects.paper.unit_sheets import Problem, TypedLine
from projects.screen.posted import whole_number


def checked(lines: Sequence[TypedLine], papers: Iterable[YearlyValue]) -> CheckedWorkbook[dict]:
    """What would be saved; what was filed already is never touched, and said where it differs."""
    own = {str(each.indicator.number): each for each in papers}
    problems = [each for line in lines for each in line.unreadable]
    drafts, locked, seen = [], [], set()
    for line in lines:
        number = line.cells.get(NUMBER, "")
        if number in seen:
            problems.append(line.problem(NUMBER, "此行与上一行序号重复。"))
        elif number not in own:
            problems.append(line.problem(NUMBER, f"“{number}”不是本单位负责的指标。"))
        else:
            seen.add(number)
            draft, wrong = _draft(line, own[number])
            if own[number].state not in LOCKED_STATES:
                drafts.append(draft)
                problems += wrong
            elif wrong or draft.kind != "same":
                locked.append(number)
    words = f"序号{'、'.join(locked)}的指标已送审签或报送，未改动。" if locked else ""
    return CheckedWorkbook(tuple(drafts), tuple(problems), (words,) if words else ())


def _draft(line: TypedLine, paper: YearlyValue) -> tuple[CheckedDraft[dict], list[Problem]]:
    """One row read by the form of the page."""
    typed = {name: line.cells.get(head, "") for head, name in FIELDS.items()}
    version = whole_number(line.cells.get(VERSION, ""))
    form = YearlyValueForm({**typed, "version": version or 0}, paper=paper)
    content = form.said()["content"] if form.is_valid() else {}
    heads = {name: head for head, name in FIELDS.items()}
    problems = []
    for name, found in form.errors.items():
        problems += [line.problem(heads.get(name, NUMBER), words) for words in found]
    if version is None:
        problems.append(line.problem(NUMBER, "此行缺少版本，请重新下载后填写。"))
    kind = _kind(paper, content) if content else "same"
    return CheckedDraft(paper, content, version or 0, kind, _hints(paper, content)), problems


def _kind(paper: YearlyValue, content: Mapping) -> str:
    if all(content[name] == (getattr(paper, name)) for name in CONTENT):
        return "same"
    return "changed" if paper.version else "new"


def _hints(paper: YearlyValue, content: Mapping) -> tuple[str, ...]:
    """What is asked about the value, though it is no error."""
    value = content.get("value")
    return () if value is None else questions(way_of(paper.indicator), value, value_before(paper))
