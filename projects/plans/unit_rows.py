"""What a unit's workbook of plans holds, checked whole: every error by its cell, or what would be saved."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from projects.filing.drafts import CheckedDraft, CheckedWorkbook
from projects.models import Plan
from projects.paper.unit_sheets import Problem, TypedLine
from projects.plans.proposals import read_texts, sub_project_names, typed_items
from projects.plans.reads import promised, starting_content
from projects.plans.write_locks import why_locked
from projects.rules.amounts import plain, read
from projects.rules.investments import UNIT as INVESTED_IN
from projects.rules.investments import doubt_about, why_not
from projects.rules.plan_content import (
    LONGEST_STEP,
    MOST_STEPS,
    NO_TOTALS,
    STEP_LABELS,
    PlanContent,
    PlanStep,
    QuarterPlan,
    Totals,
    from_json,
)
from projects.rules.plan_requirements import excess_words
from projects.rules.plan_states import PlanState
from projects.rules.quarters import NUMBERS, NUMERALS

PLANS, TOTALS = "方案", "计划数"
NUMBER, VERSION, KEY = "序号", "版本", "目标"
ROAD_MAP, INVESTMENT, NOTE = "路线图", f"计划投资（{INVESTED_IN}）", "备注"
PEOPLE = {"分管负责人": "leader", "责任处室": "office", "联系人": "contact", "联系电话": "telephone"}
QUARTER_HEADS = tuple(
    f"{NUMERALS[n]}季度{what}" for n in NUMBERS for what in ("安排", "事项", "无安排的原因")
)
TOTAL_HEADS = tuple(f"{NUMERALS[number]}季度累计" for number in NUMBERS)
LONGEST = 2000
SHORT = {
    "分管负责人": 64,
    "责任处室": 64,
    "联系人": 64,
    "联系电话": 32,
    **{f"{NUMERALS[number]}季度无安排的原因": 255 for number in NUMBERS},
}


def checked(lines: Sequence[TypedLine], plans: Iterable[Plan]) -> CheckedWorkbook[PlanContent]:
    """Every row against the plans of the unit, by the rules of the form."""
    own = {str(plan.task.number): plan for plan in plans}
    totals = [line for line in lines if line.sheet == TOTALS]
    found: list[CheckedDraft[PlanContent]] = []
    problems = [each for line in lines for each in line.unreadable]
    untouched: list[str] = []
    seen: set[str] = set()
    for line in (each for each in lines if each.sheet == PLANS):
        number = line.cells.get(NUMBER, "")
        plan = own.get(number)
        if plan is None or number in seen:
            words = "此行与上一行序号重复。" if number in seen else f"“{number}”不是本单位应报备的任务。"
            problems.append(Problem(PLANS, line.place(NUMBER), words))
            continue
        seen.add(number)
        lock = why_locked(plan)
        if lock:
            untouched.append(f"第{number}项{PlanState(plan.state).word}，未改动。")
            continue
        read, wrong = _read(line, plan, [each for each in totals if each.cells.get(NUMBER) == number])
        problems += wrong
        found.append(read)
    problems += [
        Problem(TOTALS, line.place(NUMBER), f"“{line.cells.get(NUMBER, '')}”不是本单位应报备的任务。")
        for line in totals
        if line.cells.get(NUMBER) not in own
    ]
    return CheckedWorkbook(tuple(found), tuple(problems), tuple(untouched))


def step_words(steps: Iterable[PlanStep]) -> str:
    """路线图 in one cell, a step a line."""
    return "\n".join("｜".join((step.what, step.by_when, step.who)) for step in steps)


def _read(
    line: TypedLine, plan: Plan, totals: Sequence[TypedLine]
) -> tuple[CheckedDraft[PlanContent], list[Problem]]:
    problems = [
        Problem(PLANS, line.place(head), f"超过{limit}字。")
        for head, text in line.cells.items()
        if len(text) > (limit := SHORT.get(head, LONGEST))
    ]
    version = line.cells.get(VERSION, "")
    if version != str(plan.version):
        words = f"下载以后，{plan.last_change}；请重新下载后填写。"
        problems.append(Problem(PLANS, line.place(NUMBER), words))
    investment = _amount(line, INVESTMENT, problems, INVESTED_IN)
    if why := why_not(investment):
        problems.append(Problem(PLANS, line.place(INVESTMENT), why))
    steps = _steps(line, problems)
    kept = from_json(plan.content)
    content = PlanContent(
        quarters=_quarters(line, plan),
        totals=_totals(plan, totals, problems),
        steps=steps,
        investment=investment,
        note=line.cells.get(NOTE, ""),
        **{name: line.cells.get(head, "") for head, name in PEOPLE.items()},
    )
    if kept.exceeds_knowingly and _excess(plan, content) == _excess(plan, kept):
        content = replace(content, exceeds_knowingly=True)
    if kept.invests_knowingly and investment == kept.investment:
        content = replace(content, invests_knowingly=True)
    hints = _hints(line.cells.get(INVESTMENT, ""), content)
    return CheckedDraft(plan, content, plan.version, _kind(plan, content), hints), problems


def _hints(typed: str, content: PlanContent) -> tuple[str, ...]:
    """What is asked about 计划投资 before it is filed; else how it was read, where it was typed otherwise."""
    doubt = doubt_about(content.investment)
    if doubt and not content.invests_knowingly:  # says the amount as it was read, too
        return (f"请核对：{doubt}。无误的，导入后在方案页勾选“确认无误”。",)
    if content.investment is not None and typed not in (plain(content.investment), content.investment_words):
        return (f"计划投资“{typed}”，读作{content.investment_words}。",)
    return ()


def _quarters(line: TypedLine, plan: Plan) -> tuple[QuarterPlan, QuarterPlan, QuarterPlan, QuarterPlan]:
    texts = [line.cells.get(f"{NUMERALS[n]}季度安排", "") for n in NUMBERS]
    names = sub_project_names(plan.task, read_texts(plan.task, texts))
    return tuple(  # type: ignore[return-value]
        QuarterPlan(
            text,
            typed_items(line.cells.get(f"{NUMERALS[n]}季度事项", ""), names),
            line.cells.get(f"{NUMERALS[n]}季度无安排的原因", ""),
        )
        for n, text in zip(NUMBERS, texts, strict=True)
    )


def _totals(plan: Plan, lines: Sequence[TypedLine], problems: list[Problem]) -> dict[int, Totals]:
    targets = {str(row.pk): row for row in plan.task.targets.all()}
    found: dict[int, Totals] = {}
    for line in lines:
        target = targets.get(line.cells.get(KEY, ""))
        if target is None:
            problems.append(Problem(TOTALS, line.place(NUMBER), "任务的目标已有更正，请重新下载后填写。"))
            continue
        if target.pk in found:
            problems.append(Problem(TOTALS, line.place(NUMBER), "此行与上一行重复。"))
            continue
        totals = tuple(_amount(line, head, problems, target.unit) for head in TOTAL_HEADS)
        found[target.pk] = totals  # type: ignore[assignment]
    return found


def _amount(line: TypedLine, head: str, problems: list[Problem], unit: str = "") -> Decimal | None:
    reading = read(line.cells.get(head, ""), unit)
    if reading.why:
        problems.append(Problem(line.sheet, line.place(head), reading.why))
    return reading.amount


def _steps(line: TypedLine, problems: list[Problem]) -> tuple[PlanStep, ...]:
    steps = []
    for place, text in enumerate(filter(None, map(str.strip, line.cells.get(ROAD_MAP, "").splitlines())), 1):
        parts = [part.strip() for part in text.replace("|", "｜").split("｜")]
        if len(parts) != 3:
            words = f"第{place}步请写成“步骤｜完成时间｜责任人”，一行一步。"
            problems.append(Problem(PLANS, line.place(ROAD_MAP), words))
            continue
        for part, label, longest in zip(parts, STEP_LABELS, LONGEST_STEP.values(), strict=True):
            if len(part) > longest:
                words = f"第{place}步{label}超过{longest}字。"
                problems.append(Problem(PLANS, line.place(ROAD_MAP), words))
        steps.append(PlanStep(*parts))
    if len(steps) > MOST_STEPS:
        problems.append(Problem(PLANS, line.place(ROAD_MAP), f"路线图超过{MOST_STEPS}步。"))
    return tuple(steps)


def _excess(plan: Plan, content: PlanContent) -> str:
    """Of which totals 确认无误 was said: of others it has to be said anew."""
    return excess_words(content, promised(plan.task))


def _kind(plan: Plan, content: PlanContent) -> str:
    if _bare(content) == _bare(starting_content(plan)):
        return "same"
    return "new" if plan.state == PlanState.NOT_BEGUN else "changed"


def _bare(content: PlanContent) -> PlanContent:
    """The content without the targets of which nothing is planned."""
    return replace(content, totals={key: four for key, four in content.totals.items() if four != NO_TOTALS})
