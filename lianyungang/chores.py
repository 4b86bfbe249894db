"""Doing what a timer does, each thing by itself: what fails is written down, and the others go on."""

import logging
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from lianyungang.away import sentence_of
from lianyungang.backup import back_up
from lianyungang.backup_files import Files
from lianyungang.postgres import Unusable
from lianyungang.sealing import seal, sealed_meanwhile
from projects.adoption.store_actions import move_to_store
from projects.files.actions import sweep
from projects.files.reads import damaged
from projects.files.store import complaint
from projects.log.seal_reads import check_log
from projects.models import Chore, KeptFile
from projects.rules.chores import ChoreKind, is_due
from projects.rules.errors import Refused, StoreAway

TENDING = 2021021221  # the advisory lock of who tends
OFTEN, NIGHTLY = "每几分钟", "每日"
BACKUPS, UNFINISHED = "livelihood-*.zip", ".livelihood-*.unfinished"
logger = logging.getLogger("django.tend")


def tend(*, at: datetime, only_due: bool, say: Callable[[str], object]) -> bool:
    """Do everything, or only what is due; whether all of it succeeded. `say` hears a sentence of each.

    Where somebody else tends at this moment, nothing is done.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [TENDING])
        if not cursor.fetchone()[0]:
            say("另一次定时维护正在进行，这次不重复办理。")
            return True
    try:
        with sealed_meanwhile():  # a backup may take an hour, and no other timer comes to its turn
            results = [run(kind, at, say) for kind in _wanted(at, only_due=only_due)]
        _note(ChoreKind.TIMER, done_at=at, said=OFTEN if only_due else NIGHTLY)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [TENDING])
    return all(results)


def _wanted(at: datetime, *, only_due: bool) -> Iterable[ChoreKind]:
    """In their order; a backup is made once a day, however often somebody asks."""
    known = {row.kind: row for row in Chore.objects.all()}
    for kind in DUTIES:
        row = known.get(kind)
        done, failed = (_local(row.done_at), _local(row.failed_at)) if row else (None, None)
        made_today = done is not None and done.date() == at.date()
        tried = max(filter(None, (done, failed)), default=None)
        if kind == ChoreKind.BACKUP and not settings.BACKUP_DIR:
            continue
        if only_due and not is_due(kind, done=done, tried=tried, at=at):
            continue
        if kind == ChoreKind.BACKUP and made_today:
            continue
        yield kind


def _local(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None


def run(kind: ChoreKind, at: datetime, say: Callable[[str], object]) -> bool:
    """One of them, written down; whether it succeeded."""
    try:
        said = DUTIES[kind](at)
    except (Refused, StoreAway, Unusable) as refusal:
        wrong = str(refusal)
    except DatabaseError as error:
        wrong = sentence_of(error, failed="没有办完")
    except Exception as error:  # whatever it is, the others go on, and somebody reads of it
        logger.exception("%s", kind)
        wrong = f"{type(error).__name__}：{error}"
    else:
        _note(kind, done_at=at, said=said[:500])
        say(said)
        return True
    _note(kind, failed_at=at, complaint=wrong[:500])
    say(f"{kind.word}没有成功：{wrong}")
    return False


def _note(kind: ChoreKind, **fields: object) -> None:
    Chore.objects.update_or_create(kind=kind, defaults=fields)


def _ask_store(at: datetime) -> str:
    """Whether it answers: asked here alone, so that no page and no /healthz waits for one that is away."""
    wrong = complaint()
    if wrong:
        raise Refused(wrong)
    return "文件存储可以使用。"


def _tidy(at: datetime) -> str:
    call_command("clearsessions")
    try:
        moved = move_to_store(at)
    finally:  # where the store has no room, taking away makes some
        swept = sweep(at)
    if moved.complaints:
        raise Refused("；".join(moved.complaints) + "。")
    said = f"已清理文件：不再使用的 {swept.rows} 个，上传中断留下的 {swept.strays} 个。"
    if moved.written or moved.let_go:
        said += f"公文移入文件存储：写入 {moved.written} 份，数据库中删去 {moved.let_go} 份。"
    return said


def _verify(at: datetime) -> str:
    checked = check_log()
    if checked.faults:
        raise Refused("；".join(checked.faults))
    return f"操作记录完整：{checked.entries}条记录，{checked.seals}号封存。"


def _verify_files(at: datetime) -> str:
    found = [f"{row.path} {words}" for row, words in damaged()]
    if found:
        raise Refused(f"{len(found)} 个文件与存入时不同：{'；'.join(found)}。")
    return f"{KeptFile.objects.count()} 个文件均与存入时一致。"


def _remind(at: datetime) -> str:
    with closing(StringIO()) as written:
        call_command("remind", stdout=written)
        return written.getvalue().strip()


def _back_up(at: datetime) -> str:
    """A new file in the folder; then the oldest beyond so many go."""
    folder = Path(settings.BACKUP_DIR)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Unusable(f"{folder} 不能使用：{error.strerror}。") from error
    for left in folder.glob(UNFINISHED):  # by a backup that was killed: none runs beside this one
        left.unlink(missing_ok=True)
    file = folder / f"livelihood-{at:%Y%m%d-%H%M%S}.zip"
    manifest = back_up(connection, file, kept=Files.by_settings(settings.DATA_DIR), at=at)
    gone = _remove_oldest(folder, made=file)
    held = f"{len(manifest.tables)}张表{manifest.rows}行，{len(manifest.files)}个文件"
    return f"已备份：{file}（{held}）" + (f"，删去较早的{gone}份。" if gone else "。")


def _remove_oldest(folder: Path, *, made: Path) -> int:
    """Those of ours alone; how many. The one just made stays, also where the clock was set back."""
    others = sorted(each for each in folder.glob(BACKUPS) if each != made)
    oldest = others[: max(0, len(others) + 1 - max(1, settings.BACKUPS_KEPT))]
    for file in oldest:
        file.unlink(missing_ok=True)
    return len(oldest)


DUTIES: dict[ChoreKind, Callable[[datetime], str]] = {
    ChoreKind.SEAL: seal,
    ChoreKind.STORE: _ask_store,
    ChoreKind.REMIND: _remind,
    ChoreKind.TIDY: _tidy,
    ChoreKind.VERIFY: _verify,
    ChoreKind.BACKUP: _back_up,
    ChoreKind.FILES: _verify_files,
}
