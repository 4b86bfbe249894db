"""A filled workbook against the reports of the unit, by the rules of the form: every error by its cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from progress.reports.actions import ReportContent
from progress.reports.forms import ReportForm
from progress.reports.partial_forms import form_over
from progress.rules.own_entry import OWN
from progress.rules.spending import KEY as SPENDING
from progress.rules.states import SELF_ASSESSED, Completion
from progress.unit_workbook.workbook import (
    CONFIRMED,
    DONE,
    EARLIER,
    ENTRY,
    EXPECTED,
    FIGURES,
    ITEMS,
    KEY,
    NEXT_STEPS,
    NOTE,
    NUMBER,
    ONE_FIGURE_LESS,
    PROBLEMS,
    REASON,
    SELF,
    SPENT,
    TASKS,
    TEXT,
    UNIT_CODE,
    VALUE,
    VERSION,
    WorkbookLine,
)
from projects.filing.drafts import CheckedDraft, CheckedWorkbook
from projects.paper.unit_sheets import Problem, TypedLine

TEXTS = {TEXT: "text", PROBLEMS: "problems", NEXT_STEPS: "next_steps"}
SAID = "1"  # in the place of a 确认无误, until the form says of which figure
CODES = {
    SELF: {code.word: code for code in SELF_ASSESSED},
    DONE: {each.word: each for each in Completion},
    CONFIRMED: {CONFIRMED: SAID},
}
PARTS = {  # sheet: what its rows are of, and the field of the form under each head
    FIGURES: {VALUE: "value", CONFIRMED: "confirm", REASON: "reason", EXPECTED: "expected"},
    ITEMS: {DONE: "item", NOTE: "note"},
}
SPENT_KEY = str(SPENDING)
SPENT_ROW = {VALUE: "invested", CONFIRMED: f"confirm-{SPENDING}"}  # the same of the row of 已完成投资
NOT_OF_SPENT = "这一行不填“{}”：已完成投资没有数据可以不填。"
GONE = {FIGURES: "任务的目标已有更正，请重新下载后填写。", ITEMS: "任务的事项已有更正，请重新下载后填写。"}
GONE_SPENT = "任务的计划投资已有更正，请重新下载后填写。"


@dataclass
class _Typed:
    """What one report's rows say, by field of the form, each with its place."""

    each: WorkbookLine
    line: TypedLine  # its row of the first sheet
    values: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[TypedLine, str]] = field(default_factory=dict)

    def take(self, line: TypedLine, head: str, name: str, value: str) -> None:
        self.values[name] = value
        self.places[name] = (line, head)


Key = tuple[str, str]  # the number of a task, and of several leads the code of the unit


def checked(
    lines: Sequence[TypedLine], reports: Iterable[WorkbookLine], *, whose: str = "本单位"
) -> CheckedWorkbook[ReportContent]:
    """What would be saved; what was filed already is never touched, and said where it differs."""
    own = {(str(each.line.task.number), each.unit_code): each for each in reports}
    problems = [each for line in lines for each in line.unreadable]
    typed = _by_report(lines, own, problems, whose)
    for sheet in PARTS:
        _take_parts([line for line in lines if line.sheet == sheet], sheet, own, typed, problems, whose)
    drafts: list[CheckedDraft[ReportContent]] = []
    locked: list[str] = []
    for (number, _), each in typed.items():
        draft, wrong = _draft(each)
        if each.each.is_writable:
            drafts.append(draft)
            problems += wrong
        elif wrong or draft.kind != "same":
            locked.append(number)
    untouched = (f"第{'、'.join(locked)}项已送审签、报送或填报已关闭，未改动。",) if locked else ()
    return CheckedWorkbook(tuple(drafts), tuple(problems), untouched)


def _by_report(
    lines: Iterable[TypedLine], own: Mapping[Key, WorkbookLine], problems: list[Problem], whose: str
) -> dict[Key, _Typed]:
    """The rows of the first sheet by the report that they are of."""
    found: dict[Key, _Typed] = {}
    for line in (each for each in lines if each.sheet == TASKS):
        key = _key(line)
        if key in found:
            problems.append(line.problem(NUMBER, "此行与上一行序号重复。"))
        elif key not in own:
            problems.append(line.problem(NUMBER, f"“{key[0]}”不是{whose}应报的任务。"))
        else:
            found[key] = typed = _Typed(own[key], line)
            for head, name in TEXTS.items():
                typed.take(line, head, name, line.cells.get(head, ""))
            typed.take(line, SELF, "self_assessment", _code(line, SELF, problems))
    return found


def _take_parts(
    lines: Iterable[TypedLine],
    sheet: str,
    own: Mapping[Key, WorkbookLine],
    typed: Mapping[Key, _Typed],
    problems: list[Problem],
    whose: str,
) -> None:
    """The rows of a task's targets or items."""
    seen: set[tuple[Key, str]] = set()
    for line in lines:
        report, key = _key(line), line.cells.get(KEY, "")
        if report not in own:
            problems.append(line.problem(NUMBER, f"“{report[0]}”不是{whose}应报的任务。"))
        elif report not in typed:
            problems.append(line.problem(NUMBER, f"“{TASKS}”表中没有第{report[0]}项，请重新下载后填写。"))
        elif key not in _keys(own[report], sheet):
            words = GONE_SPENT if (sheet, key) == (FIGURES, SPENT_KEY) else GONE[sheet]
            problems.append(line.problem(NUMBER, words))
        elif (report, key) in seen:
            problems.append(line.problem(NUMBER, "此行与上一行重复。"))
        else:
            seen.add((report, key))
            for head, name in _fields(sheet, key).items():
                if head in line.cells:
                    value = _code(line, head, problems) if head in CODES else line.cells[head]
                    typed[report].take(line, head, name, value)
            if sheet == FIGURES and key == SPENT_KEY:
                filled = [head for head in ONE_FIGURE_LESS if line.cells.get(head)]
                problems += [line.problem(head, NOT_OF_SPENT.format(head)) for head in filled]
            elif sheet == FIGURES:
                typed[report].values[f"based_on-{key}"] = _last(line)


def _fields(sheet: str, key: str) -> dict[str, str]:
    """The fields of the form that a row fills in, by the heads of its columns."""
    if sheet == FIGURES and key == SPENT_KEY:
        return SPENT_ROW
    return {head: f"{name}-{key}" for head, name in PARTS[sheet].items()}


def _key(line: TypedLine) -> Key:
    """Whose row it is: in a workbook of several units the unit stands beside the number."""
    return line.cells.get(NUMBER, ""), line.cells.get(UNIT_CODE, "")


def _last(line: TypedLine) -> str:
    """本季填报: the total that the row's figure is added to, as it went out; "" where the figure is one."""
    return (line.cells.get(EARLIER) or "0") if line.cells.get(ENTRY) == OWN else ""


def _keys(each: WorkbookLine, sheet: str) -> set[str]:
    """The targets, with 已完成投资, or the items that this lead reports."""
    if sheet == FIGURES:
        spent = {SPENT_KEY} if each.sheet.spent else set()
        return {row.key for row in each.sheet.targets} | spent
    return {str(row.item.pk) for row in (*each.sheet.items, *each.sheet.later)}


def _code(line: TypedLine, head: str, problems: list[Problem]) -> str:
    """The code of a word that drops down; a problem where it is no such word."""
    word = line.cells.get(head, "")
    if word and word not in CODES[head]:
        problems.append(
            line.problem(head, f"“{word}”不在可选范围内，请从下拉中选：{'、'.join(CODES[head])}。")
        )
        return ""
    return CODES[head][word] if word else ""


def _draft(typed: _Typed) -> tuple[CheckedDraft[ReportContent], list[Problem]]:
    sheet, report = typed.each.sheet, typed.each.line.report
    saved = form_over(sheet, {}, version=report.version)
    form = form_over(sheet, _kept(_confirming(typed, saved), saved), version=report.version)
    problems = [
        line.problem(head, sentence)
        for name, sentence in form.wrong.items()
        for line, head in [typed.places.get(name, (None, ""))]
        if line is not None
    ]
    if not (form.is_savable and saved.is_savable):
        return CheckedDraft(report, ReportContent(), report.version, "changed"), problems
    kind = "changed" if report.state else "new"
    if form.content() == saved.content():
        kind = "same"
    elif typed.line.cells.get(VERSION, str(report.version)) != str(report.version):
        words = f"下载以后，{report.last_change}；请重新下载后填写。"
        problems.append(typed.line.problem(NUMBER, words))
    return CheckedDraft(report, form.content(), report.version, kind, _hints(form), typed.places), problems


def _confirming(typed: _Typed, saved: ReportForm) -> dict[str, str]:
    """What was typed, each 确认无误 as said of the figure beside it and of what is asked of it."""
    version = typed.each.line.report.version
    form = form_over(typed.each.sheet, _kept(typed.values, saved), version=version)
    doubts = {f"confirm-{row.row.key}": row.reckoned.doubt for row in form.target_fields()}
    doubts[f"confirm-{SPENDING}"] = form.spent_reckoned.doubt if form.spent_reckoned else None
    values = dict(typed.values)
    for name, doubt in doubts.items():
        if name in values:
            values[name] = doubt.mark if doubt and values[name] == SAID else ""
    return values


def _kept(values: Mapping[str, str], saved: ReportForm) -> dict[str, str]:
    """What was typed; what differs by the ends of its lines alone stays as it was saved from a browser."""
    stood = {name: saved.data.get(name, "") for name in values}
    return {
        name: stood[name] if "\n".join(stood[name].splitlines()) == value else value
        for name, value in values.items()
    }


def _hints(form: ReportForm) -> tuple[str, ...]:
    """The figures that are asked about before they are filed."""
    asked = [
        (row.row.target.in_print, row.reckoned.doubt)
        for row in form.target_fields()
        if row.reckoned.doubt and not row.is_confirmed
    ]
    spent = form.spent_reckoned
    if spent and spent.doubt and not form.is_spent_confirmed:
        asked.append((SPENT, spent.doubt))
    return tuple(
        f"请核对：{label}{doubt.words}无误的请在“{CONFIRMED}”列选“{CONFIRMED}”。" for label, doubt in asked
    )
