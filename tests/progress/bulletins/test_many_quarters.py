"""What the prose says of many made-up quarters: nothing twice, nothing internal, every number a figure's."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from lianyungang.demo_city import LIANYUNGANG
from progress.bulletins.correction_prose import with_reason
from progress.bulletins.issue_differences import task_changes
from progress.bulletins.prose import prose
from progress.bulletins.public import public_version
from progress.rules.figures import (
    BasisDocument,
    Changed,
    Compared,
    CorrectedReport,
    CorrectedTask,
    Figures,
    FilingCounts,
    GroupTally,
    Laggard,
    LateTask,
    Measure,
    PastLaggard,
    TargetProgress,
    TaskFigure,
    UnitFiling,
)
from progress.rules.figures_json import from_json, to_json
from progress.rules.oversight import DomainScore, OversightEntry
from progress.rules.standings import Standing, tally
from progress.rules.states import GOOD, LAGGING, OpenReason, VerdictClass, verdict_word
from projects.paper.paragraphs import POINT, numbered
from projects.rules.quarters import PERIODS, YEAR_END
from tests.progress.bulletins.sentence_patterns import PATTERNS, expression

UNITS = ("市教育局", "市住建局", "市民政局", "海州区", "市通管办", "城建控股集团")
CAUSES = (
    "",
    "前期雨水天气较多，影响本季度进度。",
    "首次招标流标",
    "用地手续尚在办理。",
    "资金已到位，住户意见尚未统一；",
    "市教育局：班次减少。\n市民政局：说不清",
)
OPENED = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 15), YEAR_END: (12, 31)}
UNDER_WAY = (VerdictClass.AHEAD, VerdictClass.ON_SCHEDULE)
CLASSES = {
    "early": tuple(VerdictClass),
    "good": GOOD,
    "year": tuple(
        each for each in VerdictClass if each not in (VerdictClass.AHEAD, VerdictClass.ON_SCHEDULE)
    ),
}
OF_ITEMS = re.compile(
    r"主要原因|牵头单位|已连续\d个季度滞后|预计年底|共\d|涉及\d|原因："
)  # told of each item anew
SEEDS = range(200)


def made_up(seed: int) -> Figures:
    """A quarter of any size and temper."""
    random = Random(seed)
    quarter = random.choice(PERIODS)
    kind = "year" if quarter >= 4 else random.choice(("early", "early", "early", "good"))
    month, day = OPENED[quarter]
    as_of = date(2021, 12, 31) if quarter == 4 and random.random() < 0.1 else date(2021, month, day)
    domains = random.choice(((), ("教育惠民", "住房保障", "公共安全")))
    tasks = tuple(
        _task(random, number, quarter, CLASSES[kind], domains) for number in range(1, random.randint(2, 25))
    )
    standings = {each.number: Standing(each.code, each.reason) for each in tasks}
    before = (
        {number: Standing(random.choice(CLASSES["year" if quarter > 4 else "early"])) for number in standings}
        if quarter > 1
        else {}
    )
    if random.random() < 0.1:
        tasks = tuple(each._replace(problems="") for each in tasks)
    tasks = _investing(Random(seed), tasks)
    filings = tuple(_filings(random, tasks)) if random.random() < 0.8 else ()
    drawn = Figures(
        year=2021,
        quarter=quarter,
        as_of=as_of,
        due_on=as_of + timedelta(10),
        drawn_on=as_of + timedelta(14),
        matters=random.choice((50, None)),
        tasks=tasks,
        tally=tally(standings.values()),
        tally_before=tally(before.values()) if before else None,
        basis=random.choice(((), (BasisDocument("分解落实方案", "政发〔2021〕10号"),))),
        filing=_filing_counts(random, len(tasks)),
        by_domain=tuple(_groups(tasks, lambda each: [each.domain], domains)),
        has_custom_domains=random.random() < 0.3,
        by_unit=tuple(_groups(tasks, lambda each: each.leads, UNITS)),
        laggards=tuple(line for each in tasks for line in _laggards(random, each)),
        unit_filings=filings,
        past_laggards=tuple(_past(random, each, before, quarter) for each in tasks if _lagged(each, before)),
        corrections=tuple(_corrections(random, tasks, quarter)),
        compared=_compared(before, standings),
        issue_before=random.choice((None, 1)),
        measures=tuple(_measures(random, tasks)),
        oversight=tuple(_oversight(random)) if quarter >= 4 else (),
    )
    return _correcting(random, drawn) if random.random() < 0.3 else drawn


def _task(random, number, quarter, codes, domains) -> TaskFigure:
    code = random.choice(codes)
    targets = tuple(_target(random) for _ in range(random.choice((0, 0, 1, 3))))
    return TaskFigure(
        number=number,
        text=f"建设{number}号工程{number * 3}处。",
        code=code,
        word=verdict_word(code, quarter),
        domain=random.choice(domains) if domains else "",
        targets=targets,
        problems=random.choice(CAUSES),
        leads=tuple(random.sample(UNITS, random.choice((1, 1, 2)))),
        reason=random.choice(tuple(OpenReason)) if code == VerdictClass.UNMEASURED else "",
        remarks=random.choice(((), ("未备案",), ("第1季度销号",))),
        closed_in=random.choice((None, 1)) if code == VerdictClass.COMPLETED else None,
    )


def _investing(random, tasks):
    """Of some quarters a few tasks whose plans say what is invested, and what was spent of it."""
    if random.random() < 0.7:
        return tasks
    spent = random.choice(((None,), (None, Decimal("120.5"), Decimal(3000))))
    return tuple(
        each._replace(investment=Decimal(2500), invested=random.choice(spent))
        if random.random() < 0.5
        else each
        for each in tasks
    )


def _target(random) -> TargetProgress:
    rate = random.choice((None, Decimal("40.0"), Decimal("112.5")))
    return TargetProgress(
        "新建", "处", Decimal(8), Decimal(4), random.choice((None, Decimal(3))), completion=rate
    )


def _groups(tasks, of, names):
    for name in names:
        found = [each for each in tasks if name in of(each)]
        if found:
            yield GroupTally(name, tally(Standing(each.code, each.reason) for each in found))


def _laggards(random, task):
    if not task.is_lagging:
        return
    streak, expected = random.choice((1, 2)), random.choice(("", "新建8处"))
    parts = random.choice((("",), ("市二院", "开发区院区")))
    for part in parts:
        gap = random.choice((None, Decimal("9.8")))
        yield Laggard(
            task.number, task.text, task.code, task.word, f"{task.number}号“封顶”未完成", part, gap,
            task.problems, "", task.leads, streak, expected=expected if not part else "",
        )  # fmt: skip


def _filing_counts(random, owed) -> FilingCounts:
    """Some still under review; all in, late or not; some missing or not due yet; nothing owed."""
    return random.choice(
        (
            FilingCounts(owed, owed - 1, 1),
            FilingCounts(owed, owed),
            FilingCounts(owed, owed, late=1),
            FilingCounts(owed + 3, owed, returned=1, missing=1, unsubmitted=1),
            FilingCounts(),
        )
    )


def _filings(random, tasks):
    missing = [each.number for each in tasks if each.code == VerdictClass.NOT_FILED]
    others = [each.number for each in tasks if each.code != VerdictClass.NOT_FILED]
    for place, unit in enumerate(UNITS[:4]):
        late = tuple(LateTask(each, random.choice((1, 2))) for each in others[place::7])
        filing = UnitFiling(unit, tuple(missing[place::4]), tuple(others[place + 4 :: 9]), late)
        if filing.missing or filing.not_refiled or filing.late:
            yield filing


def _lagged(task, before) -> bool:
    return task.number in before and before[task.number].code in LAGGING


def _past(random, task, before, quarter) -> PastLaggard:
    then = before[task.number].code
    words = verdict_word(then, quarter - 1), task.code, task.word
    caught_up = task.is_good and random.random() < 0.6
    return PastLaggard(task.number, task.text, then, *words, has_caught_up=caught_up, leads=task.leads)


def _corrections(random, tasks, quarter):
    for each in tasks[:: random.choice((3, 40))] if quarter > 1 else ():
        if random.random() < 0.5:
            words = ("已完成", "滞后（未完成年度任务）") if quarter > 4 else ("达序时", "滞后（未达序时）")
            changed = (Changed("进度评价", "未报", random.choice(words)),)
            yield CorrectedReport(each.number, quarter - 1, each.leads[0], each.text, changed, is_first=True)
        else:
            changed = (Changed("新建", "", "3处"), Changed("进展情况", "甲", "乙"))
            yield CorrectedReport(each.number, quarter - 1, each.leads[0], each.text, changed, reason="重核")


def _compared(before, now) -> Compared | None:
    judged = [
        (before[number], each)
        for number, each in now.items()
        if number in before and {before[number].code, each.code} <= {*GOOD, *LAGGING}
    ]
    if not judged:
        return None
    return Compared(
        tally(then for then, _ in judged),
        tally(each for _, each in judged),
        sum(then.code in LAGGING and each.code in GOOD for then, each in judged),
        sum(then.code in GOOD and each.code in LAGGING for then, each in judged),
    )


def _measures(random, tasks):
    for each in tasks:
        if random.random() < 0.3:
            yield Measure(each.number, date(2021, 7, 13), "会办")
        if random.random() < 0.3:
            word, number = random.choice((("提醒单", 3), ("督办单", 4), ("挂牌督办", 5)))
            yield Measure(each.number, date(2021, 7, 14), word, f"督〔2021〕{number}号")


def _oversight(random):
    """What congress and a survey may have said, of the list or of its first task."""
    day, of = date(2021, 3, 9), {"task": random.choice((None, 1)), "source": "公报"}
    if random.random() < 0.5:
        yield OversightEntry("vote", day, "市人大会议", agreed=297, opposed=2, abstained=1, **of)
        votes = {"satisfied": 30, "fairly_satisfied": 6, "dissatisfied": 3, "abstained": 1}
        yield OversightEntry("rating", day, "市人大常委会会议", **votes, **of)
    for kind, answer in (("inquiry", ""), ("inspection", "已增加床位。")):
        if random.random() < 0.5:
            is_done = bool(answer) and random.random() < 0.5
            yield OversightEntry(
                kind, day, "养老服务", findings="床位偏少", answer=answer, is_done=is_done, **of
            )
            break
    scores = random.choice(((), ("教育惠民",), ("教育惠民", "住房保障")))
    found = tuple(DomainScore(name, Decimal("84.25")) for name in scores)
    yield OversightEntry(
        "survey", day.replace(day=1), "市统计局", answers=1200, score=Decimal("88.5"), scores=found, **of
    )


def _correcting(random, drawn) -> Figures:
    """The same as a correction of an issue that told one task otherwise, and one unit."""
    if random.random() < 0.1:
        return replace(drawn, corrects=2, corrects_on=date(2021, 7, 20))
    first = drawn.tasks[0]
    told = first._replace(word="已完成" if drawn.is_year else "达序时", progress="甲。", problems="乙。")
    changes = tuple(task_changes(told, first))
    why = random.choice(((), ("重开：数据有误", "更正评价：口径有误", "通报后补报", "调整计划：市政府批准")))
    filings = random.choice(((), (Changed("市教育局", "未报第3项", ""),)))
    return replace(
        drawn,
        corrects=2,
        corrects_on=random.choice((None, date(2021, 7, 20))),
        corrected=(CorrectedTask(first.number, first.text, changes, why),) if changes else (),
        corrected_filings=filings,
    )


def texts(seed):
    found = made_up(seed)
    told = prose(found, city=LIANYUNGANG)
    return found, with_reason(told, "第1项数据有误。") if found.corrects else told


def words(told):
    return "".join(f"{number}{each.run_in}{each.text}" for number, each in numbered(told))


def test_the_quarters_are_of_every_kind():
    found = [made_up(seed) for seed in SEEDS]
    assert {each.quarter for each in found} == set(PERIODS)
    spans = {each.span for each in found}
    assert {"上半年", "全年（截至12月15日）", "全年"} <= spans
    assert any(each.corrects for each in found) and any(each.is_years_last_word for each in found)
    assert {each.quarter for each in found if each.corrects} == set(PERIODS)
    assert {task.code for each in found for task in each.tasks} == set(VerdictClass)
    assert any(not each.laggards for each in found) and any(not each.unit_filings for each in found)


def sentences(paragraph):
    """The sentences of a paragraph; what was corrected in a task is told in one, whatever its texts hold."""
    if paragraph.key.startswith("corrected:"):
        return [paragraph.text]
    return re.findall(r"[^。]+[。：]$|[^。]+。", paragraph.text)


def test_every_sentence_is_of_a_known_pattern_and_every_pattern_occurs():
    known = {kind: {each: expression(each) for each in found} for kind, found in PATTERNS.items()}
    met, strange = set(), []
    for seed in SEEDS:
        found, told = texts(seed)
        public = public_version(found, told, city=LIANYUNGANG)[1]
        for paragraph in (*told, *public):
            kind = paragraph.key.partition(":")[0]
            for sentence in sentences(paragraph):
                fits = [each for each, form in known.get(kind, {}).items() if form.fullmatch(sentence)]
                met.update((kind, each) for each in fits)
                strange += [] if fits else [(kind, sentence)]
    assert strange == []
    assert [each for kind, found in PATTERNS.items() for each in found if (kind, each) not in met] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_every_paragraph_is_whole_and_nothing_is_said_twice(seed):
    _, told = texts(seed)
    said = Counter(
        sentence
        for each in told
        for sentence in re.findall(r"[^。]+。", each.text)
        if not OF_ITEMS.match(sentence)
    )
    assert [sentence for sentence, count in said.items() if count > 1] == []
    assert [each.key for each in told if each.text and not each.text.endswith(("。", "如下："))] == []
    assert len({each.key for each in told}) == len(told)
    for each in told:
        sentences = re.findall(r"[^。]+。", each.text)
        assert len(set(sentences)) == len(sentences), each.text


@pytest.mark.parametrize("seed", SEEDS)
def test_no_internal_word_and_no_stray_mark_is_printed(seed):
    found, told = texts(seed)
    shown, public = public_version(found, told, city=LIANYUNGANG)
    for text in (words(told) + found.title + found.equation, words(public) + shown.equation):
        assert (
            re.findall(r"[A-Za-z_]+|''|疑点|重开|更正评价：|(?:督查|协调|填报)员|审签人|[,;:()?!]", text)
            == []
        )
        assert re.findall(r"[，；、：。]{2}|（）|“”|由更正|[，；、]）|（[，；、]|0个单位|的0项", text) == []
    filing = re.findall(r"未报|迟报|退回|待审核|补报|未按期|报送情况|提醒单|督办|会办", words(public))
    assert filing == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_year_speaks_of_the_year(seed):
    """Neither 本季度 nor 按序时 nor a quarter to come: from the fourth quarter on the year is told."""
    found, told = texts(seed)
    shown, public = public_version(found, told, city=LIANYUNGANG)
    if not found.is_year:
        return
    for figures, text in ((found, told), (shown, public)):
        now = [each for each in text if each.key != "past.corrections"]  # of a quarter that had such words
        said = words(now) + figures.title + figures.equation
        assert re.findall(r"本季|上季|下季|超序时|达序时|赶上序时|q\d", said) == []
        if found.when.is_year_end:
            assert re.findall(r"五季度|12月15日|按序时推进|两个季度|预计年底|年底前", said) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_every_number_is_one_of_the_figures(seed):
    found, told = texts(seed)
    said = {each.key: each.text for each in told}
    counts = Counter(each.code for each in found.tasks)
    lagging = counts[VerdictClass.BEHIND] + counts[VerdictClass.FAR_BEHIND]
    good = sum(counts[code] for code in GOOD)
    sentence = said["overall.counts"]
    for word, count in (
        ("按序时推进|已完成", good),
        ("滞后（[^）]+）", lagging),
        ("严重滞后", counts[VerdictClass.FAR_BEHIND]),
        ("待评定", counts[VerdictClass.UNMEASURED]),
        ("未报", counts[VerdictClass.NOT_FILED]),
    ):
        numbers = re.findall(rf"(?:{word})(\d+)项", sentence)
        assert (int(numbers[0]) if numbers else 0) == (0 if good == len(found.tasks) else count)
    heads = [each for each in told if each.key.startswith("behind:")]
    assert sorted(int(each.head[1:-1]) for each in heads) == sorted({each.number for each in found.laggards})
    problems = [each.text for each in told if each.key.startswith("problem:") and each.level == POINT]
    assert sum(int(re.search(r"涉及(\d+)项", each)[1]) for each in problems) == len(found.with_problems)
    units = sum(
        int(re.search(r"有(\d+)个单位", said.get(f"filing.{kind}", "有0个单位"))[1]) for kind in KINDS
    )
    assert units == len(found.unit_filings)
    for text in said.values():  # 3项（第1项、第2项、第7项）: as many as are named
        for count, numbers in re.findall(r"(\d+)项(?:任务)?[^（。，、；]{0,12}（((?:第\d+项、?)+)）", text):
            assert int(count) == numbers.count("第"), text


KINDS = ("missing", "not_refiled", "late")


@pytest.mark.parametrize("seed", SEEDS)
def test_figures_survive_being_kept(seed):
    found = made_up(seed)
    assert from_json(to_json(found)) == found
