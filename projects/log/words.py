"""What an entry of the log tells in words: its act, and the details by their names."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from projects.log.old_acts import ACTS, CODED, CODES, EMPTY
from projects.models.log import LogEntry
from projects.rules.roles import Role

NAMES = {
    "table": "名录",
    "username": "用户名",
    "person": "姓名",
    "successor": "接任人",
    "subject": "事项",
    "old": "原值",
    "new": "新值",
    "from": "原状态",
    "to": "现状态",
    "state": "状态",
    "word": "意见",
    "note": "意见",
    "reason": "理由",
    "grounds": "理由",
    "verdict": "进度评价",
    "code": "类别",
    "refile_by": "重报期限",
    "finish_by": "完成期限",
    "until": "延至",
    "owed": "新列应报份数",
    "due_on": "报送期限",
    "opens_on": "开始填报",
    "as_of": "截至日期",
    "reports": "报告份数",
    "proposed": "新列待确认对数",
    "dropped": "撤下对数",
    "matters": "设立件数",
    "plans": "方案份数",
    "method": "方式",
    "role": "角色",
    "changes": "修改内容",
    "reporters": "填报单位",
    "fields": "修改的栏目",
    "aliases": "别名",
    "year": "年度",
    "units": "单位",
    "approval": "批准依据",
    "approved_on": "批准日期",
    "holds_from": "自第几季度起执行",
    "answer": "处理",
    "documents": "文件校验值",
    "sha256": "文件校验值",
    "bytes": "字节数",
    "tasks": "任务",
    "notice": "督办单",
    "unit": "单位",
    "level": "级别",
    "reply_by": "回复期限",
    "number": "期号",
    "corrects": "更正第几期",
    "left_open": "印发时未了事项",
    "paragraph": "段落",
    "held_on": "会办日期",
    "place": "地点",
    "chaired_by": "主持人",
    "text": "会办情况",
    "conclusions": "会办事项数",
    "added": "新增会办事项数",
    "tolerance": "滞后容许（百分点）",
    "ahead_margin": "超序时界限（百分点）",
    "far_behind_gap": "严重滞后界限（百分点）",
    "contribution_days": "协同单位提前报送（工作日）",
    "refile_days": "重报期限（工作日）",
    "grace_days": "宽限期（工作日）",
    "late_opening_days": "逾期开启后的报送期限（工作日）",
    "remind_days_before": "到期前提醒（天）",
    "evidence_for_items": "已完成事项须附佐证材料",
    "evidence_for_targets": "达到全年目标须附佐证材料",
    "evidence_since": "佐证材料自哪一季度起必附",
    "notice_prefix": "督办单代字",
    "notice_days": "督办单回复期限（工作日）",
    "drawn": "补制公开版本（期）",
    "result": "监督结果",
    "key": "接口密钥编号",
    "left": "剩余备用码",
    "scope": "权限",
    "ends_on": "有效期至",
    "domain": "领域",
    "direction": "方向",
    "yearly": "分年目标",
    "checked": "已核对",
}
CHANGED = set(NAMES) - {
    "documents",
    "fields",
    "aliases",
    "units",
    "tasks",
    "left_open",
    "changes",
    "reporters",
}  # where a list is the old and the new
FIELDS = {
    "liaison": "联络员",
    "liaison_telephone": "联络员电话",
    "leader": "分管负责人",
    "leader_telephone": "分管负责人电话",
}
METHODS = {"POST": "提交", "GET": "查看"}
DONE_IN_ADMIN = {"added": "增加", "changed": "修改", "deleted": "删除"}


def act_word(entry: LogEntry) -> str:
    """The act in words: as it was called when it was done.

    Of an entry from before words were stored, by the frozen table.
    """
    return entry.word or ACTS.get(entry.act, entry.act)


def detail_words(
    detail: Mapping[str, object], role_words: Mapping[str, str] = MappingProxyType({})
) -> list[tuple[str, str]]:
    """Each thing by its name, roles as they were called then.

    Empty ones are left out unless the emptiness says something.

    A name that is not known stays as it is.
    """
    places = {key: place for place, key in enumerate(NAMES)}
    ordered = sorted(detail, key=lambda key: places.get(key, len(places)))  # the database keeps no order
    pairs = ((NAMES.get(key, key), _worded(key, detail[key], role_words)) for key in ordered)
    return [(name, words) for name, words in pairs if words]


def _worded(key: str, value: object, role_words: Mapping[str, str]) -> str:
    if value in ("", None, []):
        return EMPTY.get(key, "")
    if key == "changes":
        return "；".join(_done_in_admin(value)) if isinstance(value, list) else str(value)
    if isinstance(value, list):
        return _listed(key, value)
    if isinstance(value, dict):  # one of several rows that were saved together
        return "，".join(f"{name} {words}" for name, words in detail_words(value, role_words))
    words: Mapping[object, str] = {}
    if key in CODED:  # of an old entry; those of today hold the word
        words = CODES
    elif key == "role":
        words = {**dict(Role.choices()), **role_words}
    elif key == "method":
        words = METHODS
    return words.get(value, str(value))


def _listed(key: str, values: list) -> str:
    """A list in one line: old → new of what was changed, the others side by side."""
    if key in CHANGED:
        return " → ".join(map(str, dict.fromkeys(values)))
    return "、".join(FIELDS.get(each, str(each)) for each in values)


def _done_in_admin(messages: Iterable[dict]) -> Iterable[str]:
    """What Django's admin says that it did, its field names being ours already."""
    for message in messages:
        for act, what in message.items():
            fields = "、".join(map(str, what.get("fields", ())))
            values = "，".join(map(_changed_value, what.get("values", ())))
            subject = f"{what.get('name', '')}{what.get('object', '')}"
            yield f"{DONE_IN_ADMIN.get(act, act)}{subject}{values or fields}"


def _changed_value(change: Iterable[str]) -> str:
    """One field with its old and its new value; its name alone where neither was kept."""
    name, old, new = change
    return f"{name}：{old or '（空）'} → {new or '（空）'}" if old or new else name
