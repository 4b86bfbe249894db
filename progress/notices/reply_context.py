"""The reply beside a notice, as one person may see and write it."""

from dataclasses import dataclass

from django.http import QueryDict

from progress.models import Notice, NoticeReply
from progress.notices.forms import ReplyForm, StepForm, initial_of_reply
from progress.notices.reads import reply_of
from progress.notices.reply_actions import REPLY
from progress.rules.states import UNANSWERED, NoticeState, ReplyState
from projects.evidence.card import EvidenceCard
from projects.evidence.forms import EvidenceForm
from projects.evidence.upload_views import evidence_form
from projects.filing.checks import has_signer
from projects.models import User
from projects.rules.roles import Role


@dataclass(frozen=True)
class ReplyDesk:
    """What the page of a notice shows of its reply; nothing of it where somebody else than the unit looks."""

    is_addressee: bool
    may_act: bool = False  # signs for it, writes, sends: the people of a unit out of use only read
    reply: NoticeReply | None = None
    reply_form: ReplyForm | None = None  # where it may be written
    reply_lock: str = ""  # why it cannot be
    word_form: StepForm | None = None
    has_signer: bool = False
    is_signer: bool = False
    may_recall: bool = False
    evidence: EvidenceCard | None = None
    evidence_form: EvidenceForm | None = None


def reply_desk(notice: Notice, user: User, posted: QueryDict | None = None) -> ReplyDesk:
    """The unit's own reply: its form while it may be written, else why it is locked and the way out.

    `posted` is what was typed, where the page answers a form.
    """
    is_addressee = user.unit_id == notice.unit_id and user.has_perm("file_reports")
    may_act = is_addressee and not user.out_of_use_words
    if not is_addressee or notice.state == NoticeState.ISSUED:
        return ReplyDesk(is_addressee, may_act)
    reply = reply_of(notice)
    lock = REPLY.why_locked(reply)
    card = reply_card(reply)
    return ReplyDesk(
        is_addressee,
        may_act,
        reply,
        ReplyForm(initial=initial_of_reply(reply)) if may_act and not lock else None,
        lock if may_act else "",
        StepForm(initial={"version": reply.version}, label="退回意见", auto_id="send_back-%s"),
        has_signer(notice.unit_id),
        user.role == Role.SIGNER,
        reply.state == ReplyState.SUBMITTED and notice.state in (*UNANSWERED, NoticeState.REPLIED),
        card,
        evidence_form(card, posted),
    )


def reply_card(reply: NoticeReply) -> EvidenceCard:
    """The files of a reply."""
    return EvidenceCard(list(reply.evidence.in_place().in_order()) if reply.pk else [])
