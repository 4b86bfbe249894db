"""Plain values for the tests of bulletins: a quarter's figures, a task, what is behind."""

from datetime import date
from decimal import Decimal

from progress.rules.figures import (
    BasisDocument,
    Figures,
    FilingCounts,
    GroupTally,
    Laggard,
    TargetProgress,
    TaskFigure,
)
from progress.rules.standings import Standing, tally
from progress.rules.states import OpenReason, VerdictClass, verdict_word

LONG = (
    "开工建设五所学校，其中三所主体封顶，两所完成基础施工，内外装修及室外附属工程同步招标，"
    "配套道路和管网由属地负责建设。"
)


def figures(*tasks, quarter=2, **fields):
    """A quarter of these tasks; the counts are counted from them."""
    dates = {"as_of": date(2021, 6, 30), "due_on": date(2021, 7, 12), "drawn_on": date(2021, 7, 14)}
    counts = tally(Standing(each.code, OpenReason.PENDING if each.is_pending else "") for each in tasks)
    basis = (BasisDocument("分解落实方案", "连政发〔2021〕10号"), BasisDocument("序时进度安排方案"))
    filing = FilingCounts(owed=len(tasks), accepted=len(tasks))
    return Figures(
        **{
            "year": 2021,
            "quarter": quarter,
            "matters": 50,
            "tasks": tasks,
            "tally": counts,
            "basis": basis,
            "filing": filing,
            **dates,
            **fields,
        }
    )


def task(number=1, code=VerdictClass.ON_SCHEDULE, **fields):
    fields = {
        "text": "新建幼儿园16所。",
        "leads": ("市教育局",),
        "co": ("市住建局", "各县区"),
        "plan": "开工4所。",
        "progress": "已开工4所。",
        **fields,
    }
    return TaskFigure(number, code=code, word=verdict_word(code, 2), **fields)


def target(actual="4", planned="4", **fields):
    return TargetProgress(
        "新建幼儿园",
        "所",
        Decimal(16),
        **{
            "planned": Decimal(planned),
            "actual": None if actual is None else Decimal(actual),
            "completion": Decimal("25.0"),
            **fields,
        },
    )


def laggard(number=1, code=VerdictClass.BEHIND, **fields):
    fields = {"situation": "“封顶”未完成", "cause": "雨水多。", "leads": ("市教育局",), **fields}
    return Laggard(number, "新建幼儿园16所。", code, verdict_word(code, 2), **fields)


def many(count, *, text=LONG * 5):
    """As many tasks as one likes in ten domains, each with long texts of its own, every tenth behind."""
    tasks = [_long_task(number, count, f"{number}号工程。{text}") for number in range(1, count + 1)]
    lines = tuple(
        laggard(each.number, situation=each.problems, cause=each.problems)
        for each in tasks
        if each.is_lagging
    )
    domains = {each.domain: [other for other in tasks if other.domain == each.domain] for each in tasks}
    groups = tuple(
        GroupTally(name, tally(Standing(each.code) for each in found)) for name, found in domains.items()
    )
    return figures(*tasks, laggards=lines, by_domain=groups, by_unit=groups)


def _long_task(number, count, text):
    said, code = f"{number}号工程：{LONG}", VerdictClass.ON_SCHEDULE if number % 10 else VerdictClass.BEHIND
    texts = {"text": said, "plan": text, "progress": text, "problems": said, "next_steps": said}
    return task(
        number, code, domain=f"第{(number - 1) * 10 // count + 1}领域", targets=(target(),) * 3, **texts
    )
