"""The five-year plan of the real document, adopted and settled."""

import pytest

from projects.adoption.upload_actions import discard
from projects.indicators.actions import Settled, adopt_plan, settle
from projects.log.words import detail_words
from projects.models import Indicator, LogEntry
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.indicator_aims import Direction
from projects.rules.roles import Role
from tests.factories import NOW, make_list, make_task, make_unit, make_user


def settled(indicator, **changed):
    now = {
        "version": indicator.version,
        "domain": indicator.domain,
        "direction": indicator.direction,
        "unit": indicator.unit,
        "yearly": indicator.yearly,
    }
    return {indicator.pk: Settled(**(now | changed))}


def test_the_plans_own_36_indicators_are_adopted_as_printed(plan):
    assert (plan.start_year, plan.end_year, plan.base_year) == (2021, 2025, 2020)
    assert plan.indicators.count() == 36
    first = plan.indicators.get(number=1)
    assert (first.name, first.measure, first.base_printed, first.target_printed, first.is_binding) == (
        "适龄儿童免疫规划疫苗接种率",
        "%",
        "95",
        "≥95",
        True,
    )
    assert plan.indicators.get(name="城镇调查失业率").direction == Direction.LOWER


def test_what_the_print_leaves_open_is_marked(plan):
    assert not plan.indicators.get(name="高等教育毛入学率").is_domain_certain
    assert plan.indicators.get(name="普惠性幼儿园覆盖率").is_domain_certain
    doubted = set(plan.indicators.filter(is_direction_certain=False).values_list("name", flat=True))
    assert {"城乡基本养老保险参保人数", "个人卫生支出占卫生总费用比重"} <= doubted


def test_adopting_again_changes_nothing(plan, document, admin):
    assert adopt_plan(document, at=NOW, by=admin) == plan
    assert Indicator.objects.count() == 36
    assert LogEntry.objects.filter(act="five_plan_adopted").count() == 1


def test_only_the_administrator_adopts_and_settles(document, plan):
    for by in (make_user("drc", role=Role.COORDINATOR), make_user("auditor", role=Role.AUDITOR)):
        with pytest.raises(NotYours):
            adopt_plan(document, at=NOW, by=by)
        with pytest.raises(NotYours):
            settle(plan, said={}, at=NOW, by=by)


def test_a_document_that_a_plan_stands_on_is_not_taken_away(plan, document, admin):
    with pytest.raises(Refused, match="规划指标已依据这份文件入库"):
        discard(document, at=NOW, by=admin)


def test_what_is_settled_is_certain_and_logged_with_old_and_new(plan, admin):
    pension = plan.indicators.get(name="城乡基本养老保险参保人数")
    unit, task = make_unit("srsj", name="市人社局"), make_task(make_list(2021), number=36)
    said = settled(pension, direction=Direction.HIGHER, unit=unit, yearly={"2022": "303"}, tasks=(task,))
    assert settle(plan, said=said, at=NOW, by=admin) == 1
    pension.refresh_from_db()
    assert (pension.direction, pension.unit, pension.is_direction_certain) == (Direction.HIGHER, unit, True)
    assert list(pension.tasks.all()) == [task]
    detail = LogEntry.objects.get(act="indicators_settled").detail["城乡基本养老保险参保人数"]
    assert detail["direction"] == ["越低越好", "越高越好"]
    assert detail["unit"] == ["", "市人社局"]


def test_an_old_screen_changes_nothing_and_the_whole_save_with_it(plan, admin):
    one, other = plan.indicators.filter(number__lte=2)
    settle(plan, said=settled(one, domain="幼有善育"), at=NOW, by=admin)
    said = settled(one, domain="别的领域") | settled(other, domain="别的领域")
    with pytest.raises(Stale, match=f"“{one.name}”"):
        settle(plan, said=said, at=NOW, by=admin)
    assert set(plan.indicators.filter(number__lte=2).values_list("domain", flat=True)) == {
        "幼有善育",
        "幼有所育",
    }


def test_what_is_not_changed_is_not_stale(plan, admin):
    one = plan.indicators.get(number=1)
    settle(plan, said=settled(one, domain="幼有善育"), at=NOW, by=admin)
    as_it_stands = {one.pk: Settled(0, "幼有善育", one.direction, None)}  # from a screen of before
    assert settle(plan, said=as_it_stands, at=NOW, by=admin) == 0


def test_naming_a_unit_ends_no_doubt(plan, admin):
    doubted = plan.indicators.get(name="高等教育毛入学率")
    settle(plan, said=settled(doubted, unit=make_unit("sjyj")), at=NOW, by=admin)
    doubted.refresh_from_db()
    assert (doubted.is_domain_certain, doubted.doubts) == (False, "领域")
    assert doubted.domain_words == "学有所教（待核对）"


def test_another_domain_ends_the_doubt_of_the_domain_alone(plan, admin):
    doubted = plan.indicators.get(name="城乡基本养老保险参保人数")
    settle(plan, said=settled(doubted, domain="老有颐养"), at=NOW, by=admin)
    doubted.refresh_from_db()
    assert (doubted.doubts, doubted.domain_words) == ("方向", "老有颐养")


def test_what_was_read_right_is_checked_and_the_log_says_so(plan, admin):
    doubted = plan.indicators.get(name="城乡基本养老保险参保人数")
    said = settled(doubted, is_checked=True)
    assert settle(plan, said=said, grounds="对照规划表3", at=NOW, by=admin) == 1
    doubted.refresh_from_db()
    assert doubted.doubts == ""
    entry = LogEntry.objects.get(act="indicators_settled")
    assert dict(detail_words(entry.detail)) == {
        "理由": "对照规划表3",
        "城乡基本养老保险参保人数": "已核对 领域、方向",
    }
    assert settle(plan, said=settled(doubted, is_checked=True), at=NOW, by=admin) == 0  # no doubt, no entry


def test_the_log_tells_of_each_indicator_in_words(plan, admin):
    one = plan.indicators.get(number=1)
    unit = make_unit("swjw", name="市卫健委")
    settle(plan, said=settled(one, domain="幼有善育", unit=unit, yearly={"2022": "96"}), at=NOW, by=admin)
    (said,) = [words for name, words in detail_words(LogEntry.objects.first().detail) if name == one.name]
    assert "领域 幼有所育 → 幼有善育" in said and "单位  → 市卫健委" in said and "2022年96" in said
    assert "{" not in said
