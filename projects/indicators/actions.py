"""The five-year plan: adopted from its document, settled where the print leaves something open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from projects.filing.checks import check_seen
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import FivePlan, Indicator, SourceDocument, Task, Unit, User
from projects.parsing.parsed import ParsedIndicator, ParsedList, list_of
from projects.rules import addresses
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.indicator_aims import Direction, direction_of, read_aim

ADOPTED = Act("five_plan_adopted", "规划指标入库")
SETTLED = Act("indicators_settled", "修改规划指标")


@dataclass(frozen=True)
class Settled:
    """What a person says of an indicator, and the version that was on the screen."""

    version: int
    domain: str
    direction: str
    unit: Unit | None
    yearly: Mapping[str, str] = field(default_factory=dict)
    tasks: tuple[Task, ...] = ()
    is_checked: bool = False  # what the reader doubts was compared with the document


@transaction.atomic
def adopt_plan(document: SourceDocument, *, at: datetime, by: User) -> FivePlan:
    """规划指标入库: the table that ends last, its indicators as printed. A second click changes nothing."""
    if not by.has_perm("manage_lists"):
        raise NotYours("规划指标由管理员入库。")
    locked = SourceDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    present = locked.five_plans.first()
    if present is not None:
        return present
    parsed = list_of(locked.reading.parsed)
    indicators = _of_last_table(parsed)
    if not indicators:
        raise Refused("这份文件里没有读到带基期值和目标值的指标表。")
    base, end = _span(indicators)
    if FivePlan.objects.filter(start_year=base + 1, end_year=end).exists():
        raise Refused(f"{base + 1}—{end}年的规划指标已经入库。")
    values = {"start_year": base + 1, "end_year": end, "title": parsed.title[:255], "document": locked}
    plan = FivePlan.objects.create(**values, adopted_at=at, adopted_by=by)
    doubted = "".join(each.message for each in parsed.findings if each.code == "domains_guessed")
    Indicator.objects.bulk_create(
        _indicator(plan, number, each, doubted) for number, each in enumerate(indicators, 1)
    )
    detail = {"years": f"{base + 1}—{end}", "indicators": len(indicators)}
    record(ADOPTED, by=by, at=at, obj=plan, url=plan.address, detail=detail)
    return plan


@transaction.atomic
def settle(plan: FivePlan, *, said: Mapping[int, Settled], at: datetime, by: User, grounds: str = "") -> int:
    """Keep what was changed of these indicators, by key; Stale, with the indicator's name, for an old one.

    All or nothing; how many changed. A doubt ends where a person said so: by another domain or direction, or
    by having checked that it is right as read; naming a unit ends none. `grounds` go into the log.
    """
    if not by.has_perm("manage_lists"):
        raise NotYours("规划指标由管理员维护。")
    changed = {}
    for indicator in plan.indicators.select_for_update(of=("self",)).filter(pk__in=said).order_by("number"):
        detail = _settle(indicator, said[indicator.pk], at, by)
        if detail:
            changed[indicator.name] = detail
    if changed:
        record(
            SETTLED,
            by=by,
            at=at,
            obj=plan,
            url=addresses.five_plan_settings(plan.start_year, plan.end_year),
            detail={**changed, "grounds": grounds},
        )
    return len(changed)


def _settle(indicator: Indicator, said: Settled, at: datetime, by: User) -> dict:
    """Old and new of what was changed."""
    tasks = list(indicator.tasks.order_by("yearly_list__year", "number"))
    now = {
        "domain": (indicator.domain, said.domain),
        "direction": (Direction(indicator.direction), Direction(said.direction)),
        "unit": (indicator.unit, said.unit),
        "yearly": (indicator.yearly, dict(said.yearly)),
        "tasks": (tasks, list(said.tasks)),
    }
    changed = {name: pair for name, pair in now.items() if pair[0] != pair[1]}
    doubts = indicator.doubts if said.is_checked else ""
    if not changed and not doubts:
        return {}
    try:
        check_seen(indicator, said.version)
    except Stale as stale:
        raise Stale(f"“{indicator.name}”：{stale}") from None
    if "tasks" in changed:
        indicator.tasks.set(said.tasks)
    for name in changed.keys() - {"tasks"}:
        setattr(indicator, name, changed[name][1])
    if said.is_checked or "domain" in changed:
        indicator.is_domain_certain = True
    if said.is_checked or "direction" in changed:
        indicator.is_direction_certain = True
    fields = ["domain", "direction", "unit", "yearly", "is_domain_certain", "is_direction_certain"]
    indicator.save(update_fields=[*fields, *indicator.renew(SETTLED.word, at=at, by=by)])
    detail: dict = {name: [_shown(before), _shown(after)] for name, (before, after) in changed.items()}
    if doubts:
        detail["checked"] = doubts
    return detail


def _shown(value: object) -> str:
    if isinstance(value, Direction):
        return value.word
    if isinstance(value, dict):
        return "，".join(f"{year}年{amount}" for year, amount in sorted(value.items()))
    if isinstance(value, list):
        return "、".join(map(str, value))
    return "" if value is None else str(value)


def _of_last_table(parsed: ParsedList) -> list[ParsedIndicator]:
    """What the plan asks for: the table whose last year is the latest, not the one of the years before."""
    dated = [each for each in parsed.indicators if len(each.values) > 1]
    last = max((max(each.values) for each in dated), default="")
    return [each for each in dated if max(each.values) == last]


def _span(indicators: list[ParsedIndicator]) -> tuple[int, int]:
    """The year of the base and the last year."""
    years = {int(year) for each in indicators for year in each.values}
    return min(years), max(years)


def _indicator(plan: FivePlan, number: int, printed: ParsedIndicator, doubted: str) -> Indicator:
    base, target = printed.values.get(str(plan.base_year), ""), printed.values.get(str(plan.end_year), "")
    direction, is_certain = direction_of(read_aim(base), read_aim(target))
    between = {str(year): printed.values.get(str(year), "") for year in plan.years[:-1]}
    return Indicator(
        plan=plan,
        number=number,
        domain=printed.domain[:64],
        is_domain_certain=f"“{printed.name}”" not in doubted,
        name=printed.name[:255],
        measure=printed.unit[:32],
        base_printed=base[:64],
        target_printed=target[:64],
        attribute=printed.attribute[:16],
        direction=direction,
        is_direction_certain=is_certain,
        yearly={year: str(aim.amount) for year, value in between.items() if (aim := read_aim(value))},
    )
