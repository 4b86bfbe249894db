"""人大监督: what the congress decided and said about a list or a task, what a survey found, as values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from projects.rules.amounts import worded
from projects.rules.calendar import slip_of_year
from projects.rules.matters import place_of
from projects.rules.words import Worded

TOP_SCORE = Decimal(100)


class OversightKind(Worded):
    """What can be on record about a list, in the order of a year."""

    VOTE = "vote", "票决"
    INQUIRY = "inquiry", "专题询问"
    INSPECTION = "inspection", "视察"
    RATING = "rating", "满意度测评"
    SURVEY = "survey", "满意度调查"


BALLOTS = {  # kind of ballot: its counts, by their name and word
    OversightKind.VOTE: (("agreed", "赞成"), ("opposed", "反对"), ("abstained", "弃权")),
    OversightKind.RATING: (
        ("satisfied", "满意"),
        ("fairly_satisfied", "基本满意"),
        ("dissatisfied", "不满意"),
        ("abstained", "弃权"),
    ),
}
VISITS = (OversightKind.INQUIRY, OversightKind.INSPECTION)


@dataclass(frozen=True)
class DomainScore:
    """What the people asked gave one domain, of 100."""

    name: str
    score: Decimal


@dataclass(frozen=True)
class OversightEntry:
    """One entry: typed like this, kept like this, frozen in an issue like this."""

    kind: str
    held_on: date  # of a survey the first day of its month
    title: str  # which session, visit or survey
    source: str
    task: int | None = None  # neither task nor matter: the whole list
    agreed: int | None = None
    opposed: int | None = None
    satisfied: int | None = None
    fairly_satisfied: int | None = None
    dissatisfied: int | None = None
    abstained: int | None = None
    ballots: int | None = None  # valid ones, where the source names them
    answers: int | None = None
    score: Decimal | None = None
    scores: tuple[DomainScore, ...] = ()
    findings: str = ""
    answer: str = ""
    is_done: bool = False
    matter: int | None = None

    @property
    def about(self) -> str:
        """第36项, 第3件; "" for the whole list."""
        if self.matter is not None:
            return place_of(self.matter)
        return f"第{self.task}项" if self.task is not None else ""

    @property
    def kind_word(self) -> str:
        """票决, 视察 …"""
        return OversightKind.word_of(self.kind)

    @property
    def when(self) -> str:
        """2021年1月20日; of a survey its month."""
        month = f"{self.held_on.year}年{self.held_on.month}月"
        return month if self.kind == OversightKind.SURVEY else f"{month}{self.held_on.day}日"

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """The counts of a ballot, each with its word."""
        named = BALLOTS.get(self.kind, ())
        return tuple((word, getattr(self, name) or 0) for name, word in named)

    @property
    def counted(self) -> int:
        """All votes of a ballot."""
        return sum(number for _, number in self.counts)

    @property
    def score_words(self) -> str:
        """教育惠民91.5分、就业88分."""
        return "、".join(f"{each.name}{worded(each.score)}分" for each in self.scores)

    @property
    def result(self) -> str:
        """赞成300票、反对2票、弃权1票; 综合得分88.5分，收回答卷1200份; of a visit whether it is done."""
        if self.counts:
            return "、".join(f"{word}{number}票" for word, number in self.counts)
        if self.kind == OversightKind.SURVEY:
            return f"综合得分{worded(self.score)}分，收回答卷{self.answers}份"
        return "已办结" if self.is_done else "正在办理"


def faults(
    entry: OversightEntry,
    *,
    year: int,
    today: date,
    tasks: frozenset[int],
    matters: frozenset[int] = frozenset(),
) -> Iterator[tuple[str, str]]:
    """What cannot be, each by the field that it stands in; `tasks`, `matters` are the list's numbers."""
    if not entry.title:
        yield "title", "请写明会议、活动或调查的名称。"
    if not entry.source:
        yield "source", "请写明来源，如文件名称和文号。"
    if entry.task is not None and entry.task not in tasks:
        yield "task", f"{year}年清单没有第{entry.task}项。"
    if entry.matter is not None and entry.matter not in matters:
        yield "matter", f"{year}年清单没有{place_of(entry.matter)}。"
    if entry.matter is not None and entry.task is not None:
        yield "matter", "任务序号和件只填一个。"
    yield from _faults_of_day(entry, year, today)
    if entry.kind in BALLOTS:
        yield from _faults_of_ballot(entry)
    elif entry.kind == OversightKind.SURVEY:
        yield from _faults_of_survey(entry)
    elif not entry.findings:
        yield "findings", "请写明指出的问题或意见；没有提出意见的，写“未提出意见”。"
    elif entry.is_done and not entry.answer:
        yield "answer", "标为已办结的，请写明办理情况。"


def _faults_of_day(entry: OversightEntry, year: int, today: date) -> Iterator[tuple[str, str]]:
    if entry.held_on > today:
        yield "held_on", "日期不能晚于今天。"
    elif slip := slip_of_year(entry.held_on, today, "日期", year=year):
        yield "held_on", slip


def _faults_of_ballot(entry: OversightEntry) -> Iterator[tuple[str, str]]:
    for name, word in BALLOTS[OversightKind(entry.kind)]:
        number = getattr(entry, name)
        if number is None:
            yield name, f"请填写{word}的票数，没有的填0。"
        elif number < 0:
            yield name, f"{word}的票数不能小于0。"
    if entry.counted <= 0:
        yield "", "票数合计为0，请核对。"
    elif entry.ballots is not None and entry.ballots != entry.counted:
        words = "、".join(word for word, _ in entry.counts)
        yield "ballots", f"{words}合计{entry.counted}票，与有效票{entry.ballots}票不符，请核对。"


def _faults_of_survey(entry: OversightEntry) -> Iterator[tuple[str, str]]:
    if entry.answers is None or entry.answers < 1:
        yield "answers", "请填写收回的答卷数，至少1份。"
    if entry.score is None or not 0 <= entry.score <= TOP_SCORE:
        yield "score", "综合得分应在0—100之间。"
    names = [each.name for each in entry.scores]
    for each in entry.scores:
        if not 0 <= each.score <= TOP_SCORE:
            yield "scores", f"“{each.name}”的得分应在0—100之间。"
        if names.count(each.name) > 1:
            yield "scores", f"“{each.name}”写了两次。"
            return
