"""Plain values for the tests of bulletins: a quarter's figures, a task, what is behind."""

from datetime import date
from decimal import Decimal

from progress.figures import BasisDocument, Figures, FilingCounts, Laggard, TargetProgress, TaskFigure
from progress.standings import Standing, tally
from progress.states import BEHIND, LAGGING, ON_SCHEDULE, verdict_word

LONG = "开工建设五所学校，其中三所主体封顶，两所完成基础施工，内外装修及室外附属工程同步招标，配套道路和管网由属地负责建设。"


def figures(*tasks, quarter=2, **fields):
    """A quarter of these tasks; the counts are counted from them."""
    dates = {"as_of": date(2021, 6, 30), "due_on": date(2021, 7, 12), "drawn_on": date(2021, 7, 14)}
    counts = tally(Standing(each.code, each.is_pending) for each in tasks)
    basis = (BasisDocument("分解落实方案", "连政发〔2021〕10号"), BasisDocument("序时进度安排方案"))
    filing = FilingCounts(owed=len(tasks), accepted=len(tasks))
    return Figures(
        **{"year": 2021, "quarter": quarter, "matters": 50, "tasks": tasks, "tally": counts, "basis": basis, "filing": filing, **dates, **fields}
    )


def task(number=1, code=ON_SCHEDULE, **fields):
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
        **{"planned": Decimal(planned), "actual": None if actual is None else Decimal(actual), "completion": Decimal("25.0"), **fields},
    )


def laggard(number=1, code=BEHIND, **fields):
    fields = {"situation": "“封顶”未完成", "cause": "雨水多。", "leads": ("市教育局",), **fields}
    return Laggard(number, "新建幼儿园16所。", code, verdict_word(code, 2), **fields)


def many(count, *, text=LONG * 5):
    """As many tasks as one likes, with long texts, every tenth behind."""
    codes = [BEHIND if number % 10 == 0 else ON_SCHEDULE for number in range(1, count + 1)]
    tasks = [
        task(
            number,
            code,
            domain=f"第{number // 16 + 1}领域",
            text=LONG,
            plan=text,
            progress=text,
            problems=LONG,
            next_steps=LONG,
            targets=(target(),) * 3,
        )
        for number, code in enumerate(codes, 1)
    ]
    lines = tuple(laggard(each.number, situation=LONG, cause=LONG) for each in tasks if each.code in LAGGING)
    return figures(*tasks, laggards=lines)
