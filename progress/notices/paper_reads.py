"""A notice as it is printed: head, office, words, receipt, what became of it."""

from progress.models import Notice
from progress.notices.paper import NoticePaper
from progress.notices.reads import earlier_of
from progress.rules.states import (
    NoticeLevel,
)
from projects.models import Unit, User
from projects.rules.calendar import day_words, local_day
from projects.rules.city import City
from projects.rules.person_names import is_a_persons
from projects.rules.roles import Role


def head_words(level: str, city: City) -> str:
    """The red head: the city and the level."""
    return f"{city.name}民生实事{NoticeLevel(level).word}"


def office_words(level: str, signer: User, city: City) -> str:
    """Who signs below: the coordinating office its own 提醒单, the supervising office everything else."""
    if level == NoticeLevel.ALERT and signer.role == Role.COORDINATOR:
        return city.coordinator_full
    return city.supervisor_full


def paper_of(notice: Notice, *, city: City) -> NoticePaper:
    """The notice as it is printed, with every notice before it; once issued it keeps head and office.

    `notice` comes from `whole_notices`.
    """
    earlier = [_named(each) for each in earlier_of(notice)]
    tasks = [f"第{task.number}项　{task.in_print}" for task in notice.tasks.all()]
    deadline = f"请于{day_words(notice.reply_by)}前书面回复。"
    urgency = (("紧急事由", (notice.urgency,)),) if notice.urgency else ()
    sections = (
        ("督办事项", tuple(tasks)),
        *((("此前督办", tuple(earlier)),) if earlier else ()),
        ("事由", _lines(notice.grounds)),
        *urgency,
        ("办理要求", _lines(notice.demands)),
        ("回复期限", (deadline,)),
    )
    numbers = "、".join(str(task.number) for task in notice.tasks.all())
    return NoticePaper(
        head=notice.head or head_words(notice.level, city),
        office=notice.office or office_words(notice.level, notice.issued_by or notice.drafted_by, city),
        reference=notice.reference,
        title=f"关于第{numbers}项任务{notice.period.when.progress}的{NoticeLevel(notice.level).word.removesuffix('单')}通知",
        addressee=notice.unit.full_name or notice.unit.name,
        sections=sections,
        issued_on=local_day(notice.issued_at) if notice.issued_at else None,
        receipt=_receipt(notice),
    )


def _named(notice: Notice) -> str:
    """提醒单（督〔2021〕1号），2021年7月14日签发。"""
    level = NoticeLevel(notice.level).word
    return f"{level}（{notice.reference}），{day_words(local_day(notice.issued_at))}签发。"


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _receipt(notice: Notice) -> tuple[tuple[str, str], ...]:
    """What the unit fills in on paper, with what it has already said here, and how the office ended it."""
    kept = [each for each in notice.rounds.all() if each.recalled_at is None]
    last = kept[-1] if kept and kept[-1].returned_at is None else None
    finish = (day_words(last.finish_by) + ("（已办结）" if last.is_done else "")) if last else ""
    said = last.text if last else ""
    return (
        ("签收单位", notice.unit.full_name or notice.unit.name),
        ("签收人", _signature(notice.received_by, notice.unit)),
        ("签收时间", day_words(local_day(notice.received_at)) if notice.received_at else ""),
        ("原　　因", last.cause if last else "\n\n"),
        ("措　　施", last.measures if last else "\n\n"),
        *((("办理情况", said),) if said else ()),
        ("完成时限", finish),
        ("单位负责人", ""),
        ("单位盖章", "\n"),
        *((("办理结果", _ending(notice)),) if notice.ended_at else ()),
    )


def _signature(person: User | None, unit: Unit) -> str:
    """The person's name; blank, to be signed by hand, where the account is called as its unit or role."""
    is_named = person and is_a_persons(str(person), username=person.username, unit=unit.name)
    return str(person) if is_named else ""


def _ending(notice: Notice) -> str:
    """2021年8月31日办结。已赶上序时进度。"""
    word = notice.get_state_display().removeprefix("已")
    return f"{day_words(local_day(notice.ended_at))}{word}。{notice.ended_note}"
