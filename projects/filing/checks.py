"""Who signs for a unit, and whether a row is still the one that was on the screen."""

from django.utils.timezone import localtime

from projects.models import User
from projects.models.filing import Paper, Versioned
from projects.rules.errors import Refused, Stale
from projects.rules.roles import Role


def has_signer(unit: int) -> bool:
    """Whether the papers of this unit are signed before they are submitted."""
    return User.objects.filter(unit=unit, role=Role.SIGNER, is_active=True).exists()


def check_seen(row: Versioned, based_on: int) -> None:
    """Stale, with who did what meanwhile, where the row is not the one on the screen any more."""
    if row.version != based_on:
        raise Stale(f"您打开之后，{row.last_change}，没有办理；请重新查看后再办理。")


def check_shown(now: str, shown: str, *, what: str) -> None:
    """Stale where a line that is worked out (`seal_of`) tells something else than was on the screen."""
    if now != shown:
        raise Stale(f"您打开之后，{what}已有变动，没有办理；请重新查看后再办理。")


def check_typed_on(paper: Paper, based_on: int, *, noun: str) -> None:
    """Stale where somebody has written since the version that filled the form."""
    if paper.version != based_on:
        who = paper.saved_by.display_name if paper.saved_by else "其他人"
        when = f"{localtime(paper.saved_at):%m月%d日 %H:%M}" if paper.saved_at else "您打开之后"
        raise Stale(f"{who}已在{when}保存过本{noun}，您的内容没有保存，请对照后再存。")


def required(text: str, otherwise: str) -> str:
    """The text without the space around it; Refused with the sentence where nothing is said."""
    if not text.strip():
        raise Refused(otherwise)
    return text.strip()


def refuse(why: str) -> None:
    """Refused where there is a reason."""
    if why:
        raise Refused(why)
