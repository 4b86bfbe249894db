"""入侵防范, 恶意代码防范, 数据完整性和保密性: the program, what it runs on, how it is reached."""

import re
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

from csp.utils import build_policy
from django.conf import settings

from lianyungang.chore_health import health_of, moment
from lianyungang.duties import Duty, Group, beyond, duty
from lianyungang.measured import Measured
from lianyungang.version import version
from projects.files.store import store_word
from projects.rules.chores import ChoreKind, Health

LOCKED = settings.BASE_DIR / "lianyungang" / "deploy" / "requirements.txt"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;]+)( ;.*)? \\$", re.M)  # with ";": on some machines alone
HALF_A_YEAR = 180 * 24 * 3600
ALLOWS_SCRIPTS = ("'unsafe-inline'", "'unsafe-eval'", "http:", "*")


def intrusion() -> Group:
    """7.1.4.4, 7.1.4.5: the program as it was tested, nothing open that need not be."""
    viruses = beyond(
        "viruses",
        "防恶意代码",
        "上传的文件按内容查验类型、宏和压缩比，不执行；服务器的防病毒软件本页看不到",
        "在服务器和办公电脑上安装防病毒软件，并定期更新。",
    )
    return Group("7.1.4.4—5", "入侵防范和恶意代码防范", (_debug(), _software(), _policy(), viruses))


def transfer(found: Measured) -> Group:
    """7.1.4.7 and the clauses on communication: nothing is read or changed on the way or in its place."""
    lines = (_https(found.is_secure), _hsts(), _cookies(), _to_the_database(found), _files(found))
    return Group("7.1.2.2、7.1.4.7", "通信和数据的完整性、保密性", lines)


def _debug() -> Duty:
    stand = "调试方式开着，出错时会显示程序内部" if settings.DEBUG else "调试方式关闭，出错时只显示说明"
    return duty("debug", "不暴露程序内部", not settings.DEBUG, stand, "去掉环境变量 DEBUG。")


def _software() -> Duty:
    other = _unlike_locked()
    shown = "、".join(other[:5]) + (f" 等 {len(other)} 个" if len(other) > 5 else "")
    stand = f"本系统 {version()} 版；" + (
        f"组件与测试过的版本不同：{shown}" if other else "各组件的版本与测试过的一致"
    )
    to_do = "按 lianyungang/deploy/requirements.txt 重新安装；已知漏洞用 make audit 核对。"
    return duty("software", "组件版本受控，及时修补漏洞", not other, stand, to_do)


@cache
def _unlike_locked() -> tuple[str, ...]:
    """The packages that are here in another version than the locked one, or not at all."""
    other = []
    for name, locked, is_elsewhere in PIN.findall(LOCKED.read_text(encoding="utf-8")):
        try:
            here = installed(name)
        except PackageNotFoundError:
            if is_elsewhere:
                continue
            here = "缺少"
        if here != locked:
            other.append(f"{name}（{here}）")
    return tuple(other)


def _policy() -> Duty:
    policy = build_policy()
    runs = "csp.middleware.CSPMiddleware" in settings.MIDDLEWARE
    open_to = [word for word in ALLOWS_SCRIPTS if word in policy.replace(";", " ").split()]
    is_met = runs and "default-src 'self'" in policy and not open_to
    stand = "页面只运行本系统自己的脚本（CSP）" if is_met else "页面可以运行外来的脚本"
    return duty("policy", "防跨站脚本", is_met, stand, "恢复 settings.py 中的 CONTENT_SECURITY_POLICY。")


def _https(is_secure: bool) -> Duty:
    faults = [] if is_secure else ["打开本页用的是 http，内容和密码未加密"]
    if not settings.SECURE_SSL_REDIRECT:
        faults.append("没有要求使用 https")
    stand = "；".join(faults) or "打开本页用的是 https，http 一律转到 https"
    to_do = "配置 https 证书并设置 TLS=1、TRUST_FORWARDED_PROTO=1（lianyungang/deploy/README.md）。"
    return duty("https", "传输加密", not faults, stand, to_do)


def _hsts() -> Duty:
    seconds = settings.SECURE_HSTS_SECONDS
    stand = f"浏览器在 {seconds // 86400} 天内只用 https" if seconds else "没有告知浏览器只用 https"
    return duty("hsts", "防降级为 http（HSTS）", seconds >= HALF_A_YEAR, stand, "设置 TLS=1。")


def _cookies() -> Duty:
    is_secure = settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE
    is_met = is_secure and settings.SESSION_COOKIE_HTTPONLY
    stand = "登录标记只经 https 传送，脚本读不到" if is_met else "登录标记可能经 http 传送或被脚本读取"
    return duty("cookies", "登录标记不被窃取", is_met, stand, "设置 TLS=1。")


def _to_the_database(found: Measured) -> Duty:
    is_local, is_encrypted = found.database.is_local, found.database.is_encrypted
    stand = "到数据库的连接已加密" if is_encrypted else "到数据库的连接没有加密"
    if is_local:
        stand = "数据库在本机"
    to_do = "在 DATABASE_URL 末尾加 ?sslmode=verify-full，并在数据库上启用 ssl。"
    return duty("database_link", "与数据库之间传输加密", is_local or is_encrypted, stand, to_do)


def _files(measured: Measured) -> Duty:
    store, place = measured.chore(ChoreKind.STORE), store_word()
    away = store.complaint if store and health_of(store, measured.at) == Health.FAILED else ""
    code, word = "files", "存放的文件不被篡改"
    if away:
        return duty(code, word, False, away, "检查存储；恢复后用 manage.py verify_files 逐个核对。")
    row = measured.chore(ChoreKind.FILES)
    found = health_of(row, measured.at)
    if row is None or found not in (Health.OK, Health.FAILED):
        stand = f"文件存放在{place}，最近逐个核对：{moment(row.done_at if row else None)}"
        return beyond(
            code, word, stand, "用 manage.py verify_files 逐个核对，并让定时任务每日运行 manage.py tend。"
        )
    if found == Health.FAILED:
        stand = f"{moment(row.failed_at)}核对没有通过：{row.complaint}"
        return duty(
            code, word, False, stand, "查明原因，从备份取回这些文件，再用 manage.py verify_files 核对。"
        )
    stand = f"文件存放在{place}，{moment(row.done_at)}逐个核对：{row.said}原件每次取用时再核对校验值"
    return duty(code, word, True, stand, "")
