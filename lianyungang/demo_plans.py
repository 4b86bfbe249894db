"""Made-up plans for the demo's list of 2023, from a fixed seed, by the actions that people use.

No plan is a record: the real ones were never published, and each says so in its note.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from lianyungang.demo_clock import some_minute
from lianyungang.demo_evidence import with_plan_evidence
from projects.models import Plan, Target, Task, User, YearlyList
from projects.plans import actions, review_actions
from projects.plans.opening_actions import open_filing
from projects.plans.reads import default_due
from projects.rules.amounts import worded
from projects.rules.calendar import shift_working_days
from projects.rules.plan_content import PlanContent, PlanStep, QuarterItem, QuarterPlan, Totals
from projects.rules.roles import Role
from projects.rules.states import Nature

SEED = 20230328
YEAR = 2023
OPENED = date(2023, 2, 1)
UNTIL = date(2023, 3, 28)  # the day on which the first quarter of 2023 may be opened
NOTE = "演示数据，非实际方案"
FATES = (
    ("recorded", 122),
    ("mended", 8),
    ("late", 8),
    ("submitted", 7),
    ("returned", 5),
    ("awaiting", 2),
    ("draft", 4),
    ("missing", 4),
)
CURVES = (  # shares of the year by the end of each quarter; None plans no figure yet
    (None, "0.3", "0.65", "1"),
    ("0.1", "0.4", "0.7", "1"),
    ("0.15", "0.45", "0.75", "1"),
    ("0.2", "0.5", "0.8", "1"),
    (None, "0.2", "0.6", "1"),
)
QUANTITY = re.compile(
    r"(?:不少于|约)?(?<![A-Za-z\d])\d+(?:[.—]\d+)?[万亿]?余?"  # the number of a road (G204) is none
    r"(?P<measure>人次|场次|平方米|公里|所|个|家|人|名|户|场|条|座|项|亩|元|辆|台|次|处|套|件|对)?"
)
MOST = 24  # characters of a subject that a sentence still carries
CUT = re.compile(
    r"\d|以上|以下|由|至$|^为提供|^将|[+/]"
)  # what is left of a number that was part of a phrase
WHOLE = "本项任务"
WORKS = re.compile("建|改造|工程|打通|修复|整治|提升")
OF_WORKS = (
    ("完成{}前期手续办理和设计审查。", "完成{}招标，施工单位进场。"),
    ("{}开工建设。", "{}施工过三成。"),
    ("{}主体基本完工。", "{}施工过七成。"),
    ("{}竣工验收并交付使用。", "完成{}全部建设内容。"),
)
OF_SERVICES = (
    ("制定{}工作方案，明确任务分工。", "完成{}摸底和经费安排。"),
    ("{}全面启动。", "组织开展{}，建立工作台账。"),
    ("{}在各县区推开，开展中期督查。", "完成{}中期检查，整改存在问题。"),
    ("完成{}年度任务并总结。", "完成{}，组织验收。"),
)
STEPS = (
    ("方案制定和任务分解", "3月底前"),
    ("项目实施和中期检查", "9月底前"),
    ("验收总结", "12月15日前"),
)
REASONS = (
    "二季度安排过于笼统，请写明可检查的事项。",
    "路线图没有落实到具体处室，请补充。",
    "请按季度细化计划数。",
)


@dataclass(frozen=True)
class Hands:
    """Who writes, who signs, who records."""

    filer: User
    signer: User
    coordinator: User


def load_plans() -> None:
    """Plans of 2023: most recorded, some late or returned, a few never filed, as of the end of March."""
    random = Random(SEED)  # noqa: S311 - made-up figures, not a secret
    yearly_list = YearlyList.objects.get(year=YEAR)
    coordinator = User.objects.get(username="drc", role=Role.COORDINATOR)
    due_on = default_due(yearly_list, OPENED)
    open_filing(yearly_list, due_on=due_on, at=some_minute(OPENED, 9, random), by=coordinator)
    people = {(user.unit_id, user.role): user for user in User.objects.exclude(unit=None)}
    plans = Plan.objects.filter(task__yearly_list=yearly_list).select_related("task__yearly_list", "unit")
    names, weights = zip(*FATES, strict=True)
    for plan in plans.prefetch_related("task__targets").order_by("task__number"):
        hands = Hands(people[plan.unit_id, Role.FILER], people[plan.unit_id, Role.SIGNER], coordinator)
        _live(plan, random.choices(names, weights)[0], hands, random, due_on)


def _live(plan: Plan, fate: str, hands: Hands, random: Random, due_on: date) -> None:
    """One plan's life up to the end of March."""
    if fate == "missing":
        return
    filed_on = shift_working_days(due_on, -random.choice((0, 1, 1, 2, 3, 5)))
    if fate in ("late", "submitted"):
        filed_on = shift_working_days(due_on, random.choice((2, 4, 6)))
    content = _content(plan, random)
    saved = with_plan_evidence(_saved(plan, content, hands, random, filed_on), by=hands.filer)
    if fate == "draft":
        return
    sent = _sent(saved, hands, random, filed_on)
    if fate == "awaiting":
        return
    submitted = _submitted(sent, hands, random, filed_on)
    decided_on = shift_working_days(filed_on, random.choice((1, 2, 3)))
    if fate in ("returned", "mended"):
        back = review_actions.return_plan(
            submitted,
            reason=random.choice(REASONS),
            parts=["quarter-2"],
            based_on=submitted.version,
            at=some_minute(decided_on, 16, random),
            by=hands.coordinator,
        )
        if fate == "returned":
            return
        again_on = back.refile_by - timedelta(days=random.choice((0, 1)))
        saved = _saved(back, content, hands, random, again_on)
        submitted = _submitted(_sent(saved, hands, random, again_on), hands, random, again_on)
        decided_on = shift_working_days(again_on, 1)
    if fate != "submitted":
        day = min(decided_on, UNTIL)
        review_actions.record_plan(
            submitted, based_on=submitted.version, at=some_minute(day, 17, random), by=hands.coordinator
        )


def _saved(plan: Plan, content: PlanContent, hands: Hands, random: Random, day: date) -> Plan:
    at = some_minute(day, 9, random)
    return actions.save_draft(plan, content=content, based_on=plan.version, at=at, by=hands.filer)


def _sent(plan: Plan, hands: Hands, random: Random, day: date) -> Plan:
    at = some_minute(day, 11, random)
    return actions.send_for_signature(plan, based_on=plan.version, at=at, by=hands.filer)


def _submitted(plan: Plan, hands: Hands, random: Random, day: date) -> Plan:
    return actions.submit(plan, based_on=plan.version, at=some_minute(day, 15, random), by=hands.signer)


def _content(plan: Plan, random: Random) -> PlanContent:
    targets = sorted(plan.task.targets.all(), key=lambda row: row.order)
    totals = {target.pk: _totals(target, random) for target in targets}
    unit = plan.unit
    return PlanContent(
        quarters=_quarters(plan.task, targets, totals, random),
        totals=totals,
        steps=tuple(PlanStep(what, by_when, f"{unit.name}业务处室") for what, by_when in STEPS),
        leader=unit.leader,
        office="业务处室",
        contact=unit.liaison,
        telephone=unit.liaison_telephone,
        investment=_investment(plan.task),
        note=NOTE,
    )


def _investment(task: Task) -> Decimal | None:
    """Of what is built 10 to 300 million yuan, in 万元, made up by the task's number alone."""
    if not WORKS.search(task.text):
        return None
    return Decimal(Random(task.number).randint(4, 120) * 250)


def _totals(target: Target, random: Random) -> Totals:
    """Rising to the target; of a level the end alone."""
    goal = target.quantity
    if target.nature == Nature.LEVEL or goal < 4:
        return (None, None, None, goal)
    step = Decimal("0.1") if goal % 1 else Decimal(10) ** max(0, goal.adjusted() - 2)
    found: list[Decimal | None] = []
    for share in random.choice(CURVES):
        amount = None if share is None else (goal * Decimal(share) / step).to_integral_value(ROUND_HALF_UP)
        found.append(None if amount is None else min(goal, amount * step))
    return (found[0], found[1], found[2], goal)


def _quarters(
    task: Task, targets: Sequence[Target], totals: dict[int, Totals], random: Random
) -> tuple[QuarterPlan, QuarterPlan, QuarterPlan, QuarterPlan]:
    """Each quarter in the words of the task's own kind, with the planned totals."""
    subject = subject_of(task.text)
    phrases = OF_WORKS if WORKS.search(task.text) else OF_SERVICES
    quarters = []
    for place, choices in enumerate(phrases):
        figures = [
            f"{target.label}累计达到{worded(total)}{target.unit}"
            for target in targets
            if (total := totals[target.pk][place])
        ]
        first = random.choice(choices).format(subject)
        sentences = [first, *([f"{'，'.join(figures)}。"] if figures else [])]
        items = tuple(QuarterItem("", sentence) for sentence in sentences)
        quarters.append(QuarterPlan("".join(sentences), items))
    return (quarters[0], quarters[1], quarters[2], quarters[3])


def subject_of(text: str) -> str:
    """What the first clause is about, without its verb and its numbers, where it is a phrase without them."""
    clause = re.split("[。；，]", text)[0]
    clause = re.sub("^(?:完成|实施|建设|建成|推动|推进|开展|组织|打通|创建|培育|打造)", "", clause)
    if not all(found["measure"] for found in QUANTITY.finditer(clause)):
        return WHOLE  # 0—14岁, 2023年, 1万多名: cut out, they leave half a word
    bare = QUANTITY.sub("", clause)
    return WHOLE if len(bare) > MOST or CUT.search(bare) else bare
