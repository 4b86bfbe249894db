"""The planned values of each target, from the four cells of a schedule (domain.md, "Documents").

A number of a cell belongs to the target whose unit it shares and whose words it repeats; one that belongs to
none gives no plan. A number that only prepares (明确30个任务), or that shares no word with the target, counts
only where the whole series comes out at the target.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from projects.parsing.basis import DIFFERENT, FALLING, NOT_ADDING_UP, OVER, OWN, UNCLEAR
from projects.parsing.cell_figures import Items, Quarters, matches_of, read_figures
from projects.parsing.findings import CODES
from projects.parsing.likeness import core
from projects.parsing.measures import PERCENT, UNIT
from projects.parsing.numerals import plain, readable
from projects.parsing.parsed import Finding, ParsedPlan, ParsedTarget
from projects.parsing.stage_rows import StageRow, own_row, result_of, stage_rows_of
from projects.parsing.stages import ORDER

_SHARE_OF_TASK = re.compile(
    r"(?:完成|达到?|完成率达?到?)(?P<year>全年|年度|总)?(?:目标|任务|计划|工作量?){1,3}(?:总?[数量])?的?\s*(?P<share>\d{1,3}(?:\.\d+)?)\s*[%％]"
    r"|完成\s*(?P<first>\d{1,3}(?:\.\d+)?)\s*[%％](?:以上)?的?(?P<of>全年|年度)(?:目标|任务|计划)"
)
_COMPLETED = re.compile(r"(?:新?建成|建设|成立|设立|创建|建好)[^\d]*$")
_ANY_UNIT = UNIT.pattern.replace("?P<unit>", "?:")
_BARE = re.compile(  # a cell that says nothing but how much: 20, 20所, 累计20%, 10/40, 2个、3个
    rf"(?=.*\d)(?:[\d\s.,，。、；;:：/%％‰~～—–\-+()（）]|[百千万亿余]|{_ANY_UNIT}"
    r"|计划|完成|累计|达到?|约|左右|以[上下内]|不少于|不低于|数|个?工作日)+"
)
_ABOUT = re.compile(r"约|左右")  # figures that are only about right contradict nothing
LONG_NAME = 4  # so many characters before a thing name a part of it
_CODE_OF = {
    NOT_ADDING_UP: "schedule_does_not_add_up",
    DIFFERENT: "schedule_does_not_add_up",
    UNCLEAR: "schedule_does_not_add_up",
    OVER: "over_target",
    FALLING: "figure_falls",
}


def find_planned(
    targets: Sequence[ParsedTarget], quarters: Quarters, items: Items | None = None
) -> tuple[tuple[ParsedPlan, ...], tuple[Finding, ...]]:
    """The planned values of each target and stage as printed, and what does not add up in them.

    The row with `is_own` plans the target; other stages are shown beside it. Findings carry no task number.
    """
    matched = matches_of(targets, read_figures(quarters, items))
    plans: list[ParsedPlan] = []
    findings: list[Finding] = []
    for index, target in enumerate(targets):
        rows = stage_rows_of(target, matched[index])
        own = own_row(target, rows)
        for row in sorted(
            rows, key=lambda row: (row is not own, ORDER.index(row.stage) if row.stage in ORDER else -1)
        ):
            basis, problem = result_of(target, row, is_own=row is own)
            plan = _plan(index, row, basis, is_own=row is own)
            is_open = row is own and problem in (NOT_ADDING_UP, UNCLEAR)
            single = _with_single(target, plan, quarters) if is_open else None
            plans.append(single or plan)
            findings += _doubts(target, row, problem) if row is own and single is None else ()
        plans += _shares(index, target, quarters, len(targets) == 1) if own is None else ()
    unread = _unread(quarters, plans) if targets else []
    return tuple(_agreed(plans)), (*findings, *unread)


def _unread(quarters: Quarters, plans: Sequence[ParsedPlan]) -> list[Finding]:
    """The cells that hold nothing but figures of which none plans a target: else nobody saw them missing."""
    found = []
    for place, cell in enumerate(quarters[:4]):
        if _BARE.fullmatch(cell) and not any(plan.quotes[place] for plan in plans):
            message = f"第{place + 1}季度只写了数字“{cell.strip()}”，未能读成计划数。"
            found.append(Finding("figure_unread", message, None, cell.strip(), place + 1))
    return found


def _plan(index: int, row: StageRow, basis: str | None, is_own: bool) -> ParsedPlan:
    values = tuple(None if value is None else plain(value) for value in row.values)
    quotes = tuple(match.figure.quote if match else "" for match in row.matches)
    return ParsedPlan(index, row.stage, basis, values, quotes, is_own)


def _with_single(target: ParsedTarget, plan: ParsedPlan, quarters: Quarters) -> ParsedPlan | None:
    """The plan with the one thing that a cell names without a number, where the sum is then the target.

    建成市反诈中心 beside 建成县级反诈中心2个, 3个 and 3个, of 9 in all: it is one.
    """
    open_cells = [place for place, value in enumerate(plan.values) if value is None]
    named = [
        place
        for place in open_cells
        if _COMPLETED.match(quarters[place]) and target.label[-4:] in quarters[place]
    ]
    known = [Decimal(value) for value in plan.values if value is not None]
    if len(named) != 1 or not known or sum(known) + 1 != Decimal(target.quantity):
        return None
    values, quotes = list(plan.values), list(plan.quotes)
    values[named[0]], quotes[named[0]] = "1", re.split("[。；，]", quarters[named[0]])[0]
    return ParsedPlan(plan.target, plan.stage, OWN, tuple(values), tuple(quotes), plan.is_own)


def _agreed(plans: list[ParsedPlan]) -> Iterable[ParsedPlan]:
    """Plans that do not tell their basis take that of the same stage of the task's other targets."""
    for plan in plans:
        others = {
            other.basis
            for other in plans
            if other.stage == plan.stage and other.target != plan.target and other.basis
        }
        if plan.basis is None and not plan.is_own and len(others) == 1:
            yield ParsedPlan(plan.target, plan.stage, others.pop(), plan.values, plan.quotes)
        else:
            yield plan


def _shares(index: int, target: ParsedTarget, quarters: Quarters, is_only: bool) -> list[ParsedPlan]:
    """The plan of shares, to date: 完成全年任务50% is half of each count, 完成任务50% half of the only one.

    Other shares (完成工程量的50%) plan nothing.
    """
    found = [_SHARE_OF_TASK.search(cell) for cell in quarters[:4]]
    usable = [share if share and (is_only or share["year"] or share["of"]) else None for share in found]
    if not any(usable) or target.unit in PERCENT:
        return []
    shares = [
        Decimal(share["share"] or share["first"]) * Decimal(target.quantity) / 100 if share else None
        for share in usable
    ]
    values = tuple(None if share is None else plain(share) for share in shares)
    return [
        ParsedPlan(index, None, "ytd", values, tuple(share[0] if share else "" for share in usable), True)
    ]


def _doubts(target: ParsedTarget, row: StageRow, problem: str) -> list[Finding]:
    """What a person should look at in the row that plans a target."""
    printed = "、".join(
        f"第{quarter + 1}季度{readable(value)}"
        for quarter, value in enumerate(row.values)
        if value is not None
    )
    goal = "—".join(readable(Decimal(end)) for end in (target.quantity, target.quantity_max) if end) + (
        target.unit or ""
    )
    about = f"{target.label}：计划{printed}，年度目标{goal}。"
    code = _CODE_OF.get(problem) or ("schedule_does_not_add_up" if _contradicts_itself(row) else None)
    if code and _is_of_a_part(target, row):
        code = None
    most = Decimal(target.quantity_max or target.quantity)
    passed = row.summed and code == _CODE_OF[NOT_ADDING_UP] and _total(row) > most
    codes = [*([code] if code else []), *(["over_target"] if passed else [])]
    found = [Finding(each, f"{CODES[each]}。{about}", quote=target.quote) for each in codes]
    if row.rivals:
        which = "、".join(str(quarter + 1) for quarter in row.rivals)
        found.append(
            Finding(
                "several_figures",
                f"{CODES['several_figures']}：第{which}季度，{target.label}。",
                quote=target.quote,
            )
        )
    return found


def _is_of_a_part(target: ParsedTarget, row: StageRow) -> bool:
    """Whether the figures only count a part that they name: 河堤绿化造林200亩 of 绿化造林15万亩."""
    thing = core(target.label)
    if not thing:
        return False
    named = [match.figure.words.partition(thing) for match in row.matches if match]
    narrow = all(label and len(core(before)) >= LONG_NAME for before, label, _ in named)
    return narrow and _total(row) * 2 < Decimal(target.quantity)


def _total(row: StageRow) -> Decimal:
    """The sum of a row's figures."""
    return sum((value for value in row.values if value is not None), Decimal(0))


def _contradicts_itself(row: StageRow) -> bool:
    """Whether a quarter's own figure and the total beside it do not agree with the quarters before."""
    if any(match and _ABOUT.search(match.figure.quote) for match in row.matches):
        return False
    before = Decimal(0)
    for value, beside, is_total in zip(row.values, row.beside, row.to_date, strict=True):
        if is_total and beside is not None and before and before + beside != value:
            return True
        before = value if is_total else before + (value or 0)
    return False
