"""Verdicts over quarters and tasks: streaks, catching up, the equation of counts (Judging progress)."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from itertools import takewhile
from typing import NamedTuple

from progress.rules.judging import Judgement
from progress.rules.states import GOOD, LAGGING, UNREPORTED_MARK, OpenReason, VerdictClass
from progress.rules.weighing import LAST_QUARTER, JudgingRules, weigh
from projects.rules.quarters import back_from


def streak(codes: Mapping[int, str], quarter: int, of: Collection[str] = LAGGING) -> int:
    """How many quarters running, this one included, the class was one of these."""
    running = takewhile(lambda number: codes.get(number) in of, back_from(quarter))
    return len(tuple(running))


def streak_mark(count: int) -> str:
    """连续 n 季, from the second quarter on."""
    return f"连续{count}季" if count > 1 else ""


def has_caught_up(
    past: Judgement,
    past_code: str,
    later_code: str,
    later_totals: Mapping[int | str, Decimal],
    *,
    rules: JudgingRules | None = None,
) -> bool:
    """已赶上序时: a later quarter is on schedule, and every target that lagged has reached its plan of then.

    The past quarter stays what it was; a later quarter without a planned figure does not hide the old gap.
    """
    if past_code not in LAGGING or later_code not in GOOD:
        return False
    lagged = [each.figure for each in past.targets if each.code in LAGGING]
    now = (replace(each, actual=later_totals.get(each.key)) for each in lagged)
    return later_code == VerdictClass.COMPLETED or all(
        each.actual is not None and weigh(each, quarter=1, rules=rules).code not in LAGGING for each in now
    )


class Standing(NamedTuple):
    """One task's class in one quarter: of 待评定 why, of 已完成 whether this quarter's report is missing."""

    code: str
    reason: str = ""  # of OpenReason, "" where the class is not 待评定
    is_unreported: bool = False
    is_exceeded: bool = False  # 超额完成, told of the year alone, and so is 销号
    is_closed: bool = False

    @property
    def note(self) -> str:
        """The words beside the class: why it is 待评定, or that the quarter's report is missing."""
        return UNREPORTED_MARK if self.is_unreported else OpenReason.word_of(self.reason)


def of_lead(standing: Standing, *, is_missing: bool) -> Standing:
    """The task as it counts for one of its leads: 未报 is the lead that has not filed, not the one beside it.

    What is 已完成 stays so, whoever has not reported.
    """
    if is_missing and standing.code != VerdictClass.COMPLETED:
        return Standing(VerdictClass.NOT_FILED)
    if standing.code == VerdictClass.NOT_FILED:
        return Standing(VerdictClass.UNMEASURED, OpenReason.UNFILED)
    return standing


# What a page counts, in the order of the equation; 其中 counts tasks that the line before counts too
COUNTED = {
    VerdictClass.COMPLETED: "已完成",
    VerdictClass.AHEAD: "超序时",
    VerdictClass.ON_SCHEDULE: "达序时",
    VerdictClass.BEHIND: "滞后",
    VerdictClass.FAR_BEHIND: "其中严重滞后",
    VerdictClass.UNMEASURED: "待评定",
    **{reason: f"其中{reason.word}" for reason in OpenReason},
    VerdictClass.NOT_FILED: "未报",
}
# What 已完成 of the fourth quarter holds; a task may be both
EXCEEDED, CLOSED = "exceeded", "closed"
YEAR_PARTS = {EXCEEDED: "其中超额完成", CLOSED: "其中销号"}
PARTS = {
    VerdictClass.COMPLETED: (EXCEEDED, CLOSED),
    VerdictClass.BEHIND: (VerdictClass.FAR_BEHIND,),
    VerdictClass.UNMEASURED: tuple(OpenReason),
}


def counted_in(quarter: int) -> dict[str, str]:
    """What is counted of a quarter, in words; of the fourth and the year's end also what 已完成 holds."""
    return COUNTED | YEAR_PARTS if quarter >= LAST_QUARTER else COUNTED


def is_counted(standing: Standing, count: str) -> bool:
    """Whether a task is among those that a count counts: 滞后 holds 严重滞后, 待评定 is parted by reason."""
    if count == EXCEEDED:
        return standing.is_exceeded and standing.code in GOOD
    if count == CLOSED:
        return standing.is_closed and standing.code in GOOD
    if OpenReason.of(count):
        return standing.code == VerdictClass.UNMEASURED and standing.reason == count
    return standing.code in (LAGGING if count == VerdictClass.BEHIND else (count,))


@dataclass(frozen=True)
class Tally:
    """How many tasks stand where; 滞后 counts 严重滞后 in, 待评定 counts every reason in."""

    completed: int = 0
    ahead: int = 0
    on_schedule: int = 0
    behind: int = 0
    far_behind: int = 0  # of `behind`
    unmeasured: int = 0
    pending: int = 0  # of `unmeasured`, and so are the reasons at the end
    not_filed: int = 0
    unplanned: int = 0
    unconfirmed: int = 0
    unfiled: int = 0
    baseless: int = 0
    inactive: int = 0
    exceeded: int = 0  # of what is done, in the fourth quarter; and so is `closed`
    closed: int = 0

    @property
    def total(self) -> int:
        """总数 = 已完成 + 超序时 + 达序时 + 滞后 + 待评定 + 未报."""
        return self.completed + self.ahead + self.on_schedule + self.behind + self.unmeasured + self.not_filed

    def count(self, what: str) -> int:
        """One of COUNTED, or of YEAR_PARTS."""
        return getattr(self, what)

    @property
    def reasons(self) -> tuple[tuple[str, int], ...]:
        """Why tasks are 待评定, in words, each with how many."""
        return tuple((reason.word, self.count(reason)) for reason in OpenReason if self.count(reason))

    @property
    def year_parts(self) -> tuple[tuple[str, int], ...]:
        """What 已完成 of the fourth quarter holds: 超额完成, 销号."""
        return tuple((word.removeprefix("其中"), self.count(part)) for part, word in YEAR_PARTS.items())

    @property
    def done(self) -> int:
        """On schedule or better; of the fourth quarter what is finished."""
        return self.completed + self.ahead + self.on_schedule

    @property
    def equation(self) -> str:
        """The counts as the equation that stands on every page and in every file."""
        return self.in_words()

    def in_words(
        self, *, done_parts: Iterable[tuple[str, int]] | None = None, is_public: bool = False
    ) -> str:
        """The equation; of the fourth quarter with what 已完成 holds, for the public without the reasons."""
        done = f"已完成{self.completed}＋超序时{self.ahead}＋达序时{self.on_schedule}"
        if done_parts is not None:
            parts = "、".join(f"{word}{count}" for word, count in done_parts)
            done = f"已完成{self.done}" + (f"（其中{parts}）" if parts else "")
        lagging = f"滞后{self.behind}（其中严重滞后{self.far_behind}）"
        reasons = self.reasons or ((OpenReason.PENDING.word, 0),)
        open_ones = f"待评定{self.unmeasured}"
        if not is_public:
            open_ones += (
                f"（其中{'、'.join(f'{word}{count}' for word, count in reasons)}）＋未报{self.not_filed}"
            )
        return f"总数{self.total}＝{done}＋{lagging}＋{open_ones}"

    def without_filing(self) -> "Tally":
        """The same for the public: what is 未报 stands among 待评定, without a reason."""
        none = dict.fromkeys(map(str, OpenReason), 0)
        return replace(self, unmeasured=self.unmeasured + self.not_filed, not_filed=0, **none)


def rest_of(whole: Tally, parts: Iterable[Tally]) -> Tally | None:
    """What of the whole stands in none of its parts: the rows add up to it. None where nothing is left."""
    parts = tuple(parts)
    left = {
        each.name: getattr(whole, each.name) - sum(getattr(part, each.name) for part in parts)
        for each in fields(Tally)
    }
    rest = Tally(**left)
    return rest if parts and rest.total else None


def tally(standings: Iterable[Standing]) -> Tally:
    """Count the classes; every task is counted once, of 待评定 once by its reason."""
    standings = list(standings)
    counts = Counter([each.code for each in standings])
    reasons = Counter([each.reason for each in standings if each.code == VerdictClass.UNMEASURED])
    good = [each for each in standings if each.code in GOOD]
    return Tally(
        completed=counts[VerdictClass.COMPLETED],
        ahead=counts[VerdictClass.AHEAD],
        on_schedule=counts[VerdictClass.ON_SCHEDULE],
        behind=counts[VerdictClass.BEHIND] + counts[VerdictClass.FAR_BEHIND],
        far_behind=counts[VerdictClass.FAR_BEHIND],
        unmeasured=counts[VerdictClass.UNMEASURED],
        not_filed=counts[VerdictClass.NOT_FILED],
        exceeded=sum([each.is_exceeded for each in good]),
        closed=sum([each.is_closed for each in good]),
        **{str(reason): reasons[reason] for reason in OpenReason},
    )
