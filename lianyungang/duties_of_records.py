"""安全审计, 数据备份恢复, 剩余信息保护: the log and its seals, backups, what stays behind."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from lianyungang.chore_health import health_of, moment
from lianyungang.duties import Duty, Group, beyond, duty
from lianyungang.measured import TRIGGERS, Measured, OfDatabase
from projects.rules.chores import LATE_OFTEN, ChoreKind, Health

KEPT = timedelta(days=180)
LONGEST_DRIFT = 5  # seconds between our clock and the database's


def audit(found: Measured) -> Group:
    """7.1.4.3: what was done, by whom, and that nobody changes it."""
    is_protected = _protected(found.database)
    lines = (
        is_protected,
        _sealed(found),
        _verified(found),
        _kept(found, is_protected),
        _witness(),
        _clock(found.database),
    )
    return Group("7.1.4.3", "安全审计", lines)


def backup(found: Measured) -> Group:
    """7.1.4.8: the last good backup, where it lies, whether it was ever restored."""
    where = beyond(
        "elsewhere",
        "备份数据另存一处",
        "备份写在本机指定的目录，是否又送到另一台机器，本页看不到",
        "每日把备份目录同步到另一台机器（lianyungang/deploy/README.md）。",
    )
    rehearsal = beyond(
        "rehearsal",
        "恢复演练",
        "是否做过演练，本页看不到",
        "每半年用 manage.py restore 恢复到一台空的服务器，登录核对，并登记结果。",
    )
    return Group("7.1.4.8", "数据备份恢复", (_backed_up(found), _apart(), where, rehearsal))


def residual(found: Measured) -> Group:
    """7.1.4.9: what stays behind after somebody has left."""
    return Group("7.1.4.9", "剩余信息保护", (_unkept(), _sessions(found)))


def _protected(database: OfDatabase) -> Duty:
    gone = set(TRIGGERS) - database.triggers
    faults = ["应用程序的数据库角色有权修改操作记录"] if database.may_change_the_log else []
    if gone:
        faults.append(f"防修改的触发器缺少 {len(gone)} 个")
    stand = "；".join(faults) or "数据库拒绝修改、删除和清空，应用程序也没有这些权限"
    to_do = "分设数据库角色（manage.py grant_role）；缺少触发器的，请查明原因并从备份恢复。"
    return duty("log_protected", "操作记录受保护，不被删除、修改", not faults, stand, to_do)


def _sealed(found: Measured) -> Duty:
    seal, left, since = found.log.seal, found.log.waiting, found.log.since
    if seal is None:
        stand = f"还没有封存过，{left} 条记录等待封存"
    else:
        stand = f"最近一号：第 {seal.number} 号，{moment(seal.at)}；此后 {left} 条等待封存"
    if since is not None:
        stand += f"，最早一条 {moment(since)}"
    is_met = seal is not None and (since is None or found.at - since <= LATE_OFTEN)
    to_do = "设置定时任务，每分钟运行 manage.py tend --due；尚未封存的记录，被截去时查不出来。"
    return duty("log_sealed", "操作记录按时封存，截去尾部也能发现", is_met, stand, to_do)


def _verified(measured: Measured) -> Duty:
    row = measured.chore(ChoreKind.VERIFY)
    stand = {
        Health.OK: f"最近核对：{moment(row.done_at)}，{row.said}" if row else "",
        Health.NEVER: "还没有核对过",
        Health.LATE: f"上次核对：{moment(row.done_at)}，已过期" if row else "",
        Health.FAILED: f"核对没有通过：{row.complaint}" if row else "",
    }
    found = health_of(row, measured.at)
    return duty(
        "log_verified",
        "操作记录每日核对",
        found == Health.OK,
        stand[found],
        "运行 manage.py verify_log，不通过的请保留现场并报告。",
    )


def _kept(found: Measured, is_protected: Duty) -> Duty:
    first = found.log.first
    if first is None:
        return duty("log_kept", "操作记录留存不少于 180 天", False, "还没有记录", "登录一次后再看。")
    age = "已满 180 天" if found.at - first >= KEPT else f"至今 {(found.at - first).days} 天"
    is_met = not is_protected.to_do
    stand = f"最早一条 {timezone.localtime(first):%Y-%m-%d}，{age}；" + (
        "系统不删除任何一条" if is_met else "但有人有权删除"
    )
    return duty("log_kept", "操作记录留存不少于 180 天", is_met, stand, is_protected.to_do)


def _witness() -> Duty:
    """The file outside the database that holds the seals once more."""
    file = Path(settings.LOG_WITNESS)
    if not file.exists():
        stand, is_met = "库外封存簿还没有写过", False
    elif _is_on_one_file_system(file, settings.DATA_DIR):
        stand, is_met = "库外封存簿与存放的文件在同一文件系统", False
    else:
        stand, is_met = "库外封存簿与存放的文件不在同一文件系统", True
    to_do = "用 LOG_WITNESS 指定另一块磁盘或只可追加的位置；审计员仍应每日抄录“记录封存”页的摘要。"
    return duty("log_witness", "操作记录定期备份到别处", is_met, stand, to_do)


def _clock(database: OfDatabase) -> Duty:
    apart = database.seconds_apart
    stand = f"本机与数据库的时钟相差 {apart:.1f} 秒"
    to_do = "在各台服务器上启用时间同步（chrony 或 systemd-timesyncd）。"
    return duty("clock", "记录的时间准确一致", apart <= LONGEST_DRIFT, stand, to_do)


def _backed_up(measured: Measured) -> Duty:
    row, to_do = measured.chore(ChoreKind.BACKUP), "设置 BACKUP_DIR，并让定时任务每日运行 manage.py tend。"
    if not settings.BACKUP_DIR:
        return duty("backup", "重要数据每日备份", False, "没有设置备份目录", to_do)
    stand = {
        Health.OK: f"最近一份：{moment(row.done_at)}，留存 {settings.BACKUPS_KEPT} 份" if row else "",
        Health.NEVER: "还没有备份过",
        Health.LATE: f"最近一份：{moment(row.done_at)}，已过期" if row else "",
        Health.FAILED: f"{moment(row.failed_at)}没有成功：{row.complaint}" if row else "",
    }
    found = health_of(row, measured.at)
    return duty("backup", "重要数据每日备份", found == Health.OK, stand[found], to_do)


def _apart() -> Duty:
    folder = Path(settings.BACKUP_DIR) if settings.BACKUP_DIR else None
    word = "备份与存放的文件不在同一文件系统"
    if folder is None or not folder.exists():
        return duty("backup_apart", word, False, "还没有备份目录", "设置 BACKUP_DIR。")
    is_met = not _is_on_one_file_system(folder, settings.DATA_DIR)
    stand = "备份目录与存放的文件不在同一文件系统" if is_met else "备份目录与存放的文件在同一文件系统"
    return duty("backup_apart", word, is_met, stand, "把 BACKUP_DIR 放到另一块磁盘，或同步到另一台机器。")


def _unkept() -> Duty:
    is_met = "lianyungang.middleware.Unkept" in settings.MIDDLEWARE
    stand = "登录后看到的页面浏览器都不保存，退出时一并清除" if is_met else "浏览器会保存登录后看到的页面"
    return duty("unkept", "退出后浏览器不留下内容", is_met, stand, "恢复 settings.py 中的 Unkept。")


def _sessions(found: Measured) -> Duty:
    left = found.sessions_left
    stand = f"{left} 个三天前已结束的登录还没有清理" if left else "已结束的登录都清理了"
    return duty("sessions", "登录结束后清除鉴别信息", not left, stand, "让定时任务运行 manage.py tend。")


def _is_on_one_file_system(one: Path, other: Path) -> bool:
    there = next(each for each in (other, *Path(other).parents) if each.exists())
    return one.stat().st_dev == there.stat().st_dev
