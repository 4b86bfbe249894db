"""The first day's steps and their state; once all are done they are spoken of no more."""

from dataclasses import dataclass

from django.urls import reverse

from progress.models import ReportingPeriod
from progress.opening.checklist import leads_without_people
from projects.lists.list_states import ListState, list_states
from projects.models import CityRecord, Unit, User
from projects.rules.city import City, role_word
from projects.rules.roles import Role

OFFICES = (Role.COORDINATOR, Role.SUPERVISOR, Role.AUDITOR)


@dataclass(frozen=True)
class Step:
    """One step: whether it is done, how it stands, and the page where it is taken."""

    code: str
    word: str
    is_done: bool
    stand: str
    url: str
    action: str


def steps() -> tuple[Step, ...]:
    """The steps in their order."""
    city = CityRecord.objects.current()
    current = next((state for state in list_states() if not state.list.is_archived), None)
    return (
        _city(city),
        _units(),
        _people(city, current),
        _list(current),
        _doubts(current),
        _schedule(current),
        _quarter(city, current),
    )


def steps_left() -> int:
    """How many are not done; nothing is counted once a quarter has been opened."""
    if ReportingPeriod.objects.opened().exists():
        return 0
    return sum(not step.is_done for step in steps())


def _city(city: City) -> Step:
    stand = (
        f"{city.name}，{city.coordinator}、{city.supervisor}"
        if city.name
        else "还没有写明城市和两个部门的名称"
    )
    return Step("city", "城市和部门", bool(city.name), stand, reverse("city_edit"), "修改名称、代字、红头")


def _units() -> Step:
    number = Unit.objects.active().count()
    stand = f"名录中有 {number} 个单位" if number else "名录还是空的；也可以上传清单后，从文件所印的名称登记"
    return Step("units", "单位名录", number > 0, stand, reverse("unit_list"), "查看名录")


def _people(city: City, current: ListState | None) -> Step:
    here = set(User.objects.filter(is_active=True).values_list("role", flat=True).distinct())
    lacking = [role_word(role, city) for role in OFFICES if role not in here]
    without = leads_without_people(current.list).count() if current else 0
    words = [f"还没有{'、'.join(lacking)}的账号"] if lacking else []
    if without:
        words.append(f"{without} 个牵头单位没有填报人员账号")
    stand = "；".join(words) or "各角色都有账号"
    is_done = not words and current is not None
    if lacking and not without:  # 人员 opens accounts of units alone
        if Role.SUPERVISOR not in here:  # who agrees to the other offices' roles
            stand += f"；请先开立{role_word(Role.SUPERVISOR, city)}账号，其余部门的角色由其确认"
        return Step("people", "人员账号", is_done, stand, reverse("admin:projects_user_add"), "开立部门账号")
    return Step("people", "人员账号", is_done, stand, reverse("people"), "开立账号")


def _list(current: ListState | None) -> Step:
    is_done = current is not None and current.number_of_tasks > 0
    stand = (
        f"{current.list}，{current.number_of_tasks} 项任务" if current else "还没有清单：上传文件，或手工录入"
    )
    return Step("list", "年度清单", is_done, stand, reverse("document_list"), "上传文件")


def _doubts(current: ListState | None) -> Step:
    if current is None:
        return Step("doubts", "疑点和单位组", False, "有了清单之后", "", "")
    words = [
        f"{number} {what}"
        for number, what in (
            (current.doubtful, "项任务有疑点"),
            (current.doubtful_as_a_whole, "条疑点涉及全文"),
            (current.unsettled, "项任务的目标待核对"),
            (current.unconfirmed, "个单位组成员待确认"),
            (current.memberless, "个单位组还没有成员"),
        )
        if number
    ]
    stand = "，".join(words) or "都已处理"
    is_of_groups = (current.unconfirmed or current.memberless) and not current.doubtful_in_text
    if is_of_groups:
        return Step("doubts", "疑点和单位组", False, stand, reverse("unit_list"), "登记组成员")
    url = reverse("finding_list", args=[current.list.year])
    return Step("doubts", "疑点和单位组", not words, stand, url, "处理疑点")


def _schedule(current: ListState | None) -> Step:
    if current is None:
        return Step("schedule", "序时进度", False, "有了清单之后", "", "")
    is_done = current.planned > 0
    stand = (
        f"已有 {current.planned} 条季度安排"
        if is_done
        else "还没有各季度安排：上传序时进度安排方案、逐项录入，或由牵头单位报备实施方案"
    )
    return Step("schedule", "序时进度", is_done, stand, reverse("document_list"), "上传文件")


def _quarter(city: City, current: ListState | None) -> Step:
    is_done = ReportingPeriod.objects.opened().exists()
    stand = "已经开启" if is_done else f"由{city.coordinator_role}核对后开启"
    url = reverse("year_detail", args=[current.list.year]) if current else ""
    return Step("quarter", "第一个季度", is_done, stand, url, "查看清单")
