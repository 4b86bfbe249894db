from projects.rules.plan_content import PlanContent, QuarterItem, QuarterPlan
from projects.rules.plan_items import holds, item_as_read, item_now, named_item, planned_items


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
    assert item_now("planned-1-1-开工。", content(("", "开工建设。"))) is None, "of another quarter"
    for name in ("", "planned", "planned-x-1-开工。", "target-5"):
        assert item_now(name, content(("", "开工。"))) is None


FIRST, SECOND = ("", "完成一期工程招标。"), ("", "完成二期工程招标。")


def test_an_item_that_stood_beside_it_is_not_what_became_of_it():
    name = "planned-2-1-完成一期工程招标。"
    assert item_now(name, content(SECOND), content(FIRST, SECOND)) is None
    reworded = content(SECOND, ("", "完成一期工程的招标。"))
    assert item_now(name, reworded, content(FIRST, SECOND)).place == 2


def test_an_item_is_found_in_the_quarter_to_which_it_was_moved():
    name, before = "planned-2-1-完成一期工程招标。", content(FIRST, SECOND)
    third = QuarterPlan("", (QuarterItem(*FIRST),))
    moved = PlanContent(quarters=(QuarterPlan(), content(SECOND).quarters[1], third, QuarterPlan()))
    assert item_now(name, moved, before).quarter == 3
    assert item_now(name, content(("", "完成一期工程的招标。")), before).quarter == 2
    assert item_now("planned-3-1-完成一期工程招标。", content(FIRST), moved).quarter == 2, "and back"


def test_what_stood_in_the_other_quarter_before_is_no_moved_one():
    four = (QuarterPlan(), content(FIRST).quarters[1], content(FIRST).quarters[1], QuarterPlan())
    without = (*four[:1], QuarterPlan(), *four[2:])
    name = "planned-2-1-完成一期工程招标。"
    assert item_now(name, PlanContent(quarters=without), PlanContent(quarters=four)) is None


def test_a_name_from_before_the_last_save_is_followed_through_it():
    before, now = content(("", "开工建。")), content(("", "开工建设。"))
    assert item_now("planned-2-1-开工。", now, before).wording == "开工建设。"


def test_of_two_as_like_the_one_that_stands_where_it_stood():
    now = content(("", "开工甲。"), ("", "开工乙。"))
    assert [item_now(f"planned-2-{place}-开工。", now).place for place in (1, 2)] == [1, 2]


def test_of_two_alike_the_first_where_none_stands_there():
    now = content(("", "开工。"), ("", "开工。"))
    assert item_now("planned-2-3-开工。", now).place == 1


def test_six_characters_of_ten_are_like_enough_and_five_are_not():
    assert item_now("planned-2-1-甲乙丙丁戊", content(("", "甲乙丙己庚"))).place == 1
    assert item_now("planned-2-1-甲乙丙丁", content(("", "甲乙戊己"))) is None


def test_a_plan_holds_what_it_has_word_for_word():
    plan = content(FIRST)
    assert holds(plan, "planned-2-4-完成一期工程招标。")
    assert not holds(plan, "planned-2-1-完成一期招标。")
    assert not holds(plan, "target-5")


def test_what_a_page_knew_is_another_item_and_a_page_that_says_nothing_knew_all():
    now = content(SECOND)
    name = "planned-2-1-完成一期工程招标。"
    assert item_as_read(name, now, []) is None, "it knew the second"
    assert item_as_read(name, now, ["planned-2-2-完成二期工程招标。", "target-5"]) is None
    assert item_as_read(name, now, [name]).wording == "完成二期工程招标。", "it did not know the second"
    assert item_as_read(name, content(FIRST), []).place == 1
    assert item_as_read("target-5", now, []) is None
