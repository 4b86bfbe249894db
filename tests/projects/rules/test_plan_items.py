from projects.rules.plan_content import PlanContent, QuarterItem, QuarterPlan
from projects.rules.plan_items import item_now, named_item, planned_items


def content(*second):
    items = tuple(QuarterItem(label, text) for label, text in second)
    return PlanContent(quarters=(QuarterPlan(), QuarterPlan("", items), QuarterPlan(), QuarterPlan()))


def test_an_item_is_named_by_quarter_place_and_wording():
    (first, second) = planned_items(content(("", "开工。"), ("园博园", "一期-主体完工。")))
    assert (first.name, first.words) == ("planned-2-1-开工。", "二季度：开工。")
    assert named_item(second.name) == second
    assert second.words == "二季度：园博园：一期-主体完工。"


def test_an_item_is_found_by_its_wording_else_as_the_one_most_like_it():
    now = content(("", "完成立项。"), ("", "开工建设。"))
    assert item_now("planned-2-1-开工建设。", now).place == 2, "moved"
    assert item_now("planned-2-1-开工。", now).wording == "开工建设。", "reworded, and another before it"
    assert item_now("planned-2-1-竣工验收。", now) is None, "a wrong one would be worse"


def test_of_two_alike_the_one_that_stands_where_it_stood():
    now = content(
        (
            "",
            "园博园",
        ),
        ("", "园博园"),
    )
    assert [item_now(f"planned-2-{place}-园博园", now).place for place in (1, 2)] == [1, 2]


def test_what_no_plan_holds_is_none():
    assert item_now("planned-2-2-竣工。", content(("", "开工。"))) is None
    assert item_now("planned-1-1-开工。", content(("", "开工。"))) is None, "of another quarter"
    for name in ("", "planned", "planned-x-1-开工。", "target-5"):
        assert item_now(name, content(("", "开工。"))) is None
