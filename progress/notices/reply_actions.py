"""督办回复 on the unit's side: a paper like a report (`projects.filing`), hung on its notice.

Kept as typed, signed where the unit has a signer, recalled until the office decides.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import partial

from progress.models import Evidence, Notice, NoticeReply, ReplyRound
from progress.models.replies import Said
from progress.notices.checks import Answer
from progress.rules.escalation import day_obstacle
from progress.rules.states import LOCKED_STATES, UNANSWERED, NoticeState, ReplyState
from projects.evidence.actions import Description, attach, describe, keep_with_round, take_away
from projects.files.uploads import LookedAt
from projects.filing import actions as filing
from projects.filing.actions import Filing
from projects.filing.checks import locked_words
from projects.log.acts import Act
from projects.models import User
from projects.rules.calendar import local_day
from projects.rules.errors import Refused
from projects.rules.filing import Step
from projects.rules.refiling import CameBack, compared_with

ACTS = {
    Step.SAVE: Act("notice_reply_saved", "保存督办回复", after_conclusion=True),
    Step.ATTACH: Act("notice_reply_evidence_added", "上传督办回复佐证材料", after_conclusion=True),
    Step.DETACH: Act("notice_reply_evidence_taken_away", "移除督办回复佐证材料", after_conclusion=True),
    Step.SEND: Act("notice_reply_sent_for_signature", "督办回复送审签", after_conclusion=True),
    Step.SEND_BACK: Act("notice_reply_sent_back", "督办回复退回填报人", after_conclusion=True),
    Step.TAKE_BACK: Act("notice_reply_taken_back", "取回督办回复", after_conclusion=True),
    Step.SUBMIT: Act("notice_replied", "回复督办单", after_conclusion=True),
    Step.RECALL: Act("notice_reply_recalled", "撤回督办回复", after_conclusion=True),
}
SAID = ("cause", "measures", "finish_by", "is_done", "text")


class ReplyFiling(Filing):
    """What a reply locks, lacks and keeps; its notice moves with it."""

    noun = "回复"
    states = ReplyState
    acts = ACTS

    def lock(self, paper: NoticeReply) -> NoticeReply:
        """The notice before its reply, which is laid out by the first thing that is done to it."""
        notice = Notice.objects.select_for_update(of=("self",)).select_related("yearly_list", "unit")
        locked = notice.get(pk=paper.notice_id)
        if locked.state == NoticeState.ISSUED:
            raise Refused("请先签收，再回复。")
        NoticeReply.objects.get_or_create(notice=locked)
        reply = NoticeReply.objects.select_for_update(of=("self",)).get(notice=locked)
        reply.notice = locked
        return reply

    def unit_of(self, paper: NoticeReply) -> int:
        """The addressee."""
        return paper.notice.unit_id

    def why_locked(self, paper: NoticeReply) -> str:
        """By its state, or because the notice is over."""
        over = self.why_over(paper)
        if paper.state not in LOCKED_STATES or (over and paper.state == ReplyState.AWAITING):
            return over
        return locked_words(paper, noun="回复", word=self.word(paper))

    def why_over(self, paper: NoticeReply) -> str:
        """A notice that was closed, raised or withdrawn takes no reply."""
        notice = paper.notice
        if notice.state in (*UNANSWERED, NoticeState.REPLIED):
            return ""
        return f"该件{notice.stands_as(notice.get_state_display())}，不能再回复。"

    def check_complete(self, paper: NoticeReply, *, at: datetime) -> None:
        """Cause, measures, and a day that fits what is said."""
        lacks = lacking(paper, on=local_day(at))
        if lacks:
            raise Refused("".join(lacks))

    def hand_in(self, paper: NoticeReply, *, at: datetime, by: User) -> dict:
        """Keep what was said as a round; the notice is answered."""
        self.check_complete(paper, at=at)
        said = {name: getattr(paper, name) for name in SAID}
        people = {"replied_by": by, "filed_by": paper.saved_by}
        number = paper.notice.rounds.count() + 1
        ReplyRound.objects.create(
            notice=paper.notice,
            number=number,
            replied_at=at,
            evidence=paper.evidence.as_kept(),
            **people,
            **said,
        )
        keep_with_round(paper)
        _move_notice(paper.notice, NoticeState.REPLIED, ACTS[Step.SUBMIT], at=at, by=by)
        return {}

    def said_of(self, papers: Collection[NoticeReply]) -> dict[int, dict]:
        """Cause, measures, day, text, files."""
        files = Evidence.objects.kept_of("reply", papers)
        return {each.pk: _said(each, SAID) | {"evidence": files[each.pk]} for each in papers}

    def came_back_of(self, papers: Collection[NoticeReply]) -> dict[int, CameBack]:
        """The rounds that were found wanting."""
        kept: dict[int, list[ReplyRound]] = {each.notice_id: [] for each in papers}
        for row in ReplyRound.objects.filter(notice__in=kept, recalled_at=None).order_by("number"):
            kept[row.notice_id].append(row)
        last = {each.pk: compared_with(kept[each.notice_id], each.state) for each in papers}
        found = {key: back for key, back in last.items() if back is not None and back.returned_at}
        return {key: CameBack(_said(back, (*SAID, "evidence"))) for key, back in found.items()}

    def undo_round(self, paper: NoticeReply, *, at: datetime, by: User) -> dict:
        """The notice waits for a reply as before; a returned one has its new date again."""
        over = self.why_over(paper)
        if over:
            raise Refused(over)
        rounds = paper.notice.rounds.filter(recalled_at=None).order_by("number")
        last = rounds.last()
        last.recalled_at, last.recalled_by = at, by
        last.save(update_fields=["recalled_at", "recalled_by"])
        _move_notice(paper.notice, NoticeState.RECEIVED, ACTS[Step.RECALL], at=at, by=by)
        before = rounds.last()
        if before is None:
            return {"submitted_at": None, "refile_by": None}
        return {"submitted_at": before.replied_at, "refile_by": paper.notice.reply_by}

    def undecided_state(self, paper: NoticeReply) -> str:
        """Returned where the office has returned one before, else a draft."""
        before = paper.notice.rounds.filter(returned_at__isnull=False)
        return ReplyState.RETURNED if before.exists() else ReplyState.DRAFT


def _said(row: Said, names: Iterable[str]) -> dict[str, object]:
    return {name: getattr(row, name) for name in names}


REPLY = ReplyFiling()
# the steps that every paper takes alike
send_for_signature = partial(filing.send_for_signature, filing=REPLY)
submit = partial(filing.submit, filing=REPLY)
send_back = partial(filing.send_back, filing=REPLY)
take_back = partial(filing.take_back, filing=REPLY)
recall = partial(filing.recall, filing=REPLY)
check_writable = partial(filing.check_writable, filing=REPLY)


def save_draft(
    reply: NoticeReply,
    *,
    answer: Answer,
    evidence: Mapping[int, Description] | None = None,
    based_on: int,
    at: datetime,
    by: User,
) -> NoticeReply:
    """保存草稿; Stale where somebody has saved since the version `based_on`, which filled the form.

    `evidence` is what was typed about the files that the form showed.
    """

    def write(locked: NoticeReply) -> Sequence[str]:
        for name, value in asdict(answer).items():
            setattr(locked, name, value.strip() if isinstance(value, str) else value)
        describe(locked, said=evidence or {}, known=())
        return SAID

    return filing.save(reply, filing=REPLY, write=write, based_on=based_on, at=at, by=by)


def attach_evidence(
    reply: NoticeReply, *, file: LookedAt, about: str = "", based_on: int, at: datetime, by: User
) -> NoticeReply:
    """上传佐证材料 of a reply; it proves the reply as a whole."""
    return attach(reply, filing=REPLY, file=file, about=about, based_on=based_on, at=at, by=by)


def take_evidence_away(reply: NoticeReply, *, key: int, based_on: int, at: datetime, by: User) -> NoticeReply:
    """移除佐证材料; what was submitted once stays with its round."""
    return take_away(reply, filing=REPLY, key=key, based_on=based_on, at=at, by=by)


def lacking(reply: NoticeReply, *, on: date) -> list[str]:
    """Everything that stands between a reply and 报送, as sentences."""
    lacks = []
    if not reply.cause:
        lacks.append("请写明原因。")
    if not reply.measures:
        lacks.append("请写明措施。")
    issued_on = local_day(reply.notice.issued_at)
    obstacle = day_obstacle(reply.finish_by, is_done=reply.is_done, on=on, issued_on=issued_on)
    return [*lacks, obstacle] if obstacle else lacks


def _move_notice(notice: Notice, state: str, act: Act, *, at: datetime, by: User) -> None:
    """The notice follows its reply; the reply's act stands in the log."""
    notice.state = state
    notice.save(update_fields=["state", *notice.renew(act.word, at=at, by=by)])
