"""Who signs for a unit, and whether a row is still the one that was on the screen."""

from functools import cache

from django.utils.timezone import localtime

from projects.models import User
from projects.models.filing import Paper, Versioned
from projects.models.statements import Statement, slot, statement
from projects.rules.calendar import short_moment
from projects.rules.errors import Refused, Stale
from projects.rules.filing import PaperState, Step
from projects.rules.roles import Role

WAY_OUT = {  # what the unit may do where it finds a mistake; of what was accepted each kind of paper says it
    PaperState.AWAITING: "需要修改的，填报员可以取回修改，审签人可以退回填报人。",
    PaperState.SUBMITTED: "需要修改的，请先撤回。",
}


def has_signer(unit: int) -> bool:
    """Whether the papers of this unit are signed before they are submitted."""
    return bool(_signers().ask(unit=unit))


@cache
def _signers() -> Statement:
    signers = User.objects.filter(unit=slot("unit"), role=Role.SIGNER, is_active=True)
    return statement(signers.values_list("pk"))


def steps_after_saving(act: str, *, unit: int, by: User) -> tuple[Step, ...]:
    """What follows the saving of a draft by a button's name: 送审签 and 报送.

    A signer who wrote it takes both steps by one click.
    """
    if act == Step.SEND:
        return (Step.SEND,)
    if act != Step.SUBMIT:
        return ()
    is_signed_here = by.role == Role.SIGNER and has_signer(unit)
    return (Step.SEND, Step.SUBMIT) if is_signed_here else (Step.SUBMIT,)


def check_in_use(by: User) -> None:
    """Refused for the people of a unit out of use: they read on, and file and sign nothing."""
    refuse(by.out_of_use_words)


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
        when = short_moment(paper.saved_at) if paper.saved_at else "您打开之后"
        raise Stale(f"{who}已在{when}保存过本{noun}，您的内容没有保存，请对照后再存。")


def locked_words(paper: Paper, *, noun: str, word: str, accepted: str = "") -> str:
    """Why nothing of a locked paper can be written, since when, and what the unit may do.

    `word` is its state's, `accepted` the way out of an accepted one, "" where there is none.
    """
    since = paper.sent_at if paper.state == PaperState.AWAITING else paper.submitted_at
    since_when = f"（{localtime(since):%Y-%m-%d %H:%M}起）" if since else ""
    locked = f"该{noun}现为“{word}”，内容已锁定{since_when}，不能修改"
    way_out = WAY_OUT.get(paper.state, accepted)
    return f"{locked}；{way_out}" if way_out else f"{locked}。"


def required(text: str, otherwise: str) -> str:
    """The text without the space around it; Refused with the sentence where nothing is said."""
    if not text.strip():
        raise Refused(otherwise)
    return text.strip()


def refuse(why: str) -> None:
    """Refused where there is a reason."""
    if why:
        raise Refused(why)
