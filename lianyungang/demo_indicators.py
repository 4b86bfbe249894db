"""The demo's five-year plan: the real document, and made-up values of two years by the actions people use."""

from datetime import date, datetime
from decimal import Decimal
from random import Random

from django.conf import settings

from lianyungang.demo_clock import moment
from progress.indicators import actions
from progress.indicators.reads import paper_of, value_before, way_of
from progress.models import YearlyValue
from progress.rules.indicator_course import Way, questions
from projects.adoption.upload_actions import upload
from projects.indicators import actions as plan_actions
from projects.indicators.actions import Settled
from projects.models import FivePlan, Indicator, Unit, User
from projects.rules.indicator_aims import Direction

SEED = 2021_2025
DOCUMENT = "2021-2025-public-service-plan.txt"
NOTE = "演示数据，非实际统计"
SITUATION = "（演示数据）按规划要求推进，数值由演示程序编制。"
CAUSE = "（演示）受基数和统计口径变化影响，年度数值低于上年。"
USUAL_UNIT = "市发改委"
UNITS = (  # the first word that stands in an indicator's name says who answers for it
    ("残疾", "市残联"),
    ("退役", "市退役军人局"),
    ("幼儿园", "市教育局"),
    ("教育", "市教育局"),
    ("失业", "市人社局"),
    ("创业", "市人社局"),
    ("技能", "市人社局"),
    ("养老保险", "市人社局"),
    ("居家", "市民政局"),
    ("床位", "市民政局"),
    ("葬", "市民政局"),
    ("疫苗", "市卫健委"),
    ("托位", "市卫健委"),
    ("医", "市卫健委"),
    ("卫生", "市卫健委"),
    ("寿命", "市卫健委"),
    ("健康", "市卫健委"),
    ("住房", "市住建局"),
    ("小区", "市住建局"),
    ("污水", "市住建局"),
    ("法律", "市司法局"),
    ("公交", "市交通局"),
    ("公共交通", "市交通局"),
    ("出行", "市交通局"),
    ("垃圾", "市城管局"),
    ("空气", "市生态环境局"),
    ("文化", "市文广旅局"),
    ("阅读", "市文广旅局"),
    ("体育", "市体育局"),
    ("安全感", "市公安局"),
)
# what table 3 of the document means where a merged cell was read as its neighbour's: table 2 has the same
# indicators under 就业, 医疗, 环境
DOMAINS = {
    "城镇调查失业率": "劳有所得",
    "每千人口执业(助理)医师数": "病有所医",
    "城镇污水处理率": "环境友好",
}
DIRECTIONS = {"城乡基本养老保险参保人数": Direction.HIGHER}  # a floor that is held, not a fall that is wished
CHECKED = "（演示数据）演示管理员对照规划表3、表2逐项核对领域和方向；责任单位按指标名称编制，非实际分工"
# how far a year's value is on the way from the one before to the one expected, each with its weight
PACES = (
    (Decimal("1.3"), 25),
    (Decimal(1), 45),
    (Decimal("0.6"), 20),
    (Decimal("-0.3"), 10),
)
PLACES = Decimal("0.01")


def adopt_five_plan(day: date) -> None:
    """The document as it is printed, and a unit for every indicator."""
    admin, at = User.objects.get(username="admin"), moment(day, 10)
    content = (settings.BASE_DIR / "fixtures" / "documents" / DOCUMENT).read_bytes()
    plan = plan_actions.adopt_plan(upload(content, name=DOCUMENT, at=at, by=admin), at=at, by=admin)
    units = {unit.name: unit for unit in Unit.objects.active()}
    said = {each.pk: _settled(each, units) for each in plan.indicators.all()}
    plan_actions.settle(plan, said=said, grounds=CHECKED, at=at, by=admin)


def report_year(year: int, day: date) -> None:
    """Every unit's values of a year, signed and accepted; of the commission's own the supervisor accepts."""
    random = Random(SEED + year)  # noqa: S311 - made-up figures, not a record
    people = _people()
    plan = FivePlan.objects.get(start_year__lte=year, end_year__gte=year)
    for indicator in plan.indicators.select_related("plan", "unit").order_by("number"):
        drawn = random.choices([pace for pace, _ in PACES], [weight for _, weight in PACES])[0]
        if _has_hands(indicator, people):
            _report(indicator, year, drawn, people, moment(day, 10))


def is_reported(year: int) -> bool:
    """Whether each indicator has its value of the year begun, by the demo or by a visitor.

    One that a visitor had accepted says nothing of the others; of units without accounts none is made up.
    """
    people = _people()
    indicators = Indicator.objects.filter(plan__start_year__lte=year, plan__end_year__gte=year)
    unbegun = indicators.exclude(yearly_values__in=YearlyValue.objects.filter(year=year))
    return not any(_has_hands(each, people) for each in unbegun.select_related("unit"))


def _people() -> dict[str, User]:
    """Who can sign in, by account."""
    return {user.username: user for user in User.objects.filter(is_active=True)}


def _has_hands(indicator: Indicator, people: dict[str, User]) -> bool:
    """Whether its unit has the two accounts that file and sign."""
    code = indicator.unit.code if indicator.unit else ""
    return code in people and f"{code}-signer" in people


def _settled(indicator: Indicator, units: dict[str, Unit]) -> Settled:
    """What the reader doubts answered by the document, and the unit that the indicator's name points at."""
    name = next((unit for word, unit in UNITS if word in indicator.name), USUAL_UNIT)
    return Settled(
        indicator.version,
        DOMAINS.get(indicator.name, indicator.domain),
        DIRECTIONS.get(indicator.name, indicator.direction),
        units.get(name),
        is_checked=bool(indicator.doubts),
    )


def _report(indicator: Indicator, year: int, pace: Decimal, people: dict[str, User], at: datetime) -> None:
    paper = paper_of(indicator, year)
    if paper.pk is not None:
        return  # a visitor has begun it
    code, office = indicator.unit.code, people["drc"]
    if office.unit_id == indicator.unit_id:
        office = people["office"]
    way, before = way_of(indicator), value_before(paper)
    value = _value(way, year, before, pace)
    texts = {"situation": SITUATION, "trend": "", "adjustment": "", "measures": ""}
    texts["cause"] = CAUSE if questions(way, value, before) else ""
    content = {"value": value, "source": NOTE, **texts}
    saved = actions.save_draft(paper, content=content, based_on=paper.version, at=at, by=people[code])
    sent = actions.send_for_signature(saved, based_on=saved.version, at=at, by=people[code])
    handed_in = actions.submit(sent, based_on=sent.version, at=at, by=people[f"{code}-signer"])
    actions.accept(handed_in, based_on=handed_in.version, at=at, by=office)


def _value(way: Way, year: int, before: Decimal | None, pace: Decimal) -> Decimal:
    """Some way from the last value to the one expected; its share of the target where nothing was printed."""
    expected = way.expected(year)
    if expected is None:
        share = Decimal(year - way.base_year) / (way.end_year - way.base_year)
        return (way.target.amount * share).quantize(PLACES) if way.target else Decimal(0)
    start = before
    if start is None:
        start = way.base.amount if way.base and not way.base.is_sum else Decimal(0)
    return (start + (expected - start) * pace).quantize(PLACES)
