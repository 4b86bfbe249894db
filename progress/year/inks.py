"""How a class looks in a drawing: fill, edge and letter.

Told apart in black and white by letter, lightness and hatching.
"""

from dataclasses import dataclass

from progress.rules.states import FilingState, Punctuality, VerdictClass

DARK, WHITE = "#1d2733", "#fff"


@dataclass(frozen=True)
class Ink:
    """One class in a drawing. A fill url(#…) is a pattern of components/patterns.html."""

    fill: str
    letter: str = ""
    text: str = DARK
    edge: str = "#8b97a5"


VERDICT_INKS = {
    VerdictClass.COMPLETED: Ink("#1f5a3d", "完", WHITE, "#1f5a3d"),
    VerdictClass.AHEAD: Ink("#7fc0cc", "超", DARK, "#4b93a1"),
    VerdictClass.ON_SCHEDULE: Ink("#d3e8c7", "达", DARK, "#9dc389"),
    VerdictClass.BEHIND: Ink("url(#hatch)", "滞", DARK, "#b07a12"),
    VerdictClass.FAR_BEHIND: Ink("#a81c28", "严", WHITE, "#a81c28"),
    VerdictClass.UNMEASURED: Ink("#edf0f4", "待", "#4d5866", "#b9c3cf"),
    VerdictClass.NOT_FILED: Ink(WHITE, "未", "#a81c28", "#a81c28"),
}
UNSEEN = Ink(WHITE, "·", "#647080", "#d5dce4")  # no such quarter yet, or not to be seen

OPEN = "open"
FILING_INKS = {
    Punctuality.IN_TIME: Ink("#d3e8c7", "齐", DARK, "#9dc389"),
    Punctuality.LATE: Ink("url(#hatch)", "迟", DARK, "#b07a12"),
    FilingState.NOT_REFILED: Ink(WHITE, "退", "#a81c28", "#a81c28"),
    FilingState.MISSING: Ink("#a81c28", "未", WHITE, "#a81c28"),
    Punctuality.BACKFILLED: Ink("#edf0f4", "补", DARK, "#8b97a5"),
    OPEN: Ink("#edf0f4", "", "#4d5866", "#b9c3cf"),
}

PLAN_INKS = {"strong": Ink("#1b4f8f"), "soft": Ink("#9dbbdd"), "blank": Ink(WHITE)}
INKS = {**PLAN_INKS, **VERDICT_INKS}
