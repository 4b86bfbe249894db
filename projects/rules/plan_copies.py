"""Which version of a plan a downloaded document is: it lies in a drawer while the plan itself goes on."""

from dataclasses import dataclass
from datetime import datetime

from projects.rules.calendar import day_words
from projects.rules.filing import HANDED_IN, PaperState

NAMES = {  # what the version is called, and what was done to it last
    PaperState.NOT_BEGUN: ("未填报", ""),
    PaperState.DRAFT: ("草稿", "保存"),
    PaperState.AWAITING: ("待审签稿", "送审签"),
    PaperState.SUBMITTED: ("待备案", "报送"),
    PaperState.ACCEPTED: ("已备案", "报送"),
    PaperState.RETURNED: ("退回修改稿", "保存"),
    PaperState.REOPENED: ("重开修改稿", "保存"),
}


@dataclass(frozen=True)
class PlanCopy:
    """The version that a document holds: its state, its round, and when (local) it came to that state."""

    state: PaperState
    number: int
    at: datetime | None

    @property
    def name(self) -> str:
        """待审签稿."""
        return NAMES[self.state][0]

    @property
    def words(self) -> str:
        """待审签稿，第2轮，2023年3月2日 09:05送审签."""
        name, act = NAMES[self.state]
        if self.state == PaperState.NOT_BEGUN:
            return name
        when = f"，{day_words(self.at.date())} {self.at:%H:%M}{act}" if self.at else ""
        return f"{name}，第{self.number}轮{when}"

    @property
    def dated(self) -> str:
        """The day of its submission; （未报送） of a version that was not, whatever was submitted before."""
        return day_words(self.at.date()) if self.state in HANDED_IN and self.at else "（未报送）"
