"""A task that somebody types is read as a document is."""

from projects.parsing.typed import typed_task, with_quarters

TEXT = "新建中小学15所，\n改造公厕10座。"


def test_a_typed_task_has_the_targets_of_its_text():
    task = typed_task(1, TEXT, lead=["市教育局"], co=[])
    assert [(target.quantity, target.unit) for target in task.targets] == [("15", "所"), ("10", "座")]


def test_every_quote_stands_in_the_text_without_its_line_breaks():
    task = typed_task(1, TEXT, lead=["市教育局"], co=[])
    assert "\n" not in task.text
    assert all(target.quote in task.text for target in task.targets)


def test_typed_quarters_have_items_and_planned_values():
    task = with_quarters(
        typed_task(1, TEXT, lead=["市教育局"], co=[]),
        ("开工10所。", "1.竣工5所；2.完成招标。", "", "竣工15所。"),
    )
    assert [len(items) for items in task.items] == [1, 2, 0, 1]
    own = next(plan for plan in task.planned if plan.is_own)
    assert (own.stage, own.values) == ("竣工", (None, "5", None, "15"))


def test_quarters_typed_again_leave_nothing_of_the_first():
    task = with_quarters(typed_task(1, TEXT, lead=["市教育局"], co=[]), ("开工10所。", "", "", "竣工15所。"))
    assert with_quarters(task, ("完成招标。", "", "", "")).planned == ()
