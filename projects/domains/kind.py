"""领域 as a kind of heading: given by the administrator where the list's document prints none."""

from projects.headings.kinds import Kind
from projects.log.acts import Act
from projects.models import Domain, YearlyList
from projects.rules import addresses

ADDED = Act("domain_added", "增加自定领域")
CHANGED = Act("domain_changed", "修改自定领域")
REMOVED = Act("domain_removed", "删除自定领域")
GROUPED = Act("task_into_domain", "任务归入自定领域")
UNGROUPED = Act("task_out_of_domain", "任务移出自定领域")


def why_none(yearly_list: YearlyList) -> str:
    """Printed domains stand as they are; none of one's own beside them."""
    if not yearly_list.has_printed_domains:
        return ""
    return f"{yearly_list.year}年清单的文件已划分领域，按文件列出，不另设自定领域。"


DOMAINS = Kind(
    word="领域",
    title="自定领域",
    one="哪个领域",
    this="这个领域",
    stands="domain",
    model=Domain,
    fields={"number": "order", "name": "name"},
    fixed={"is_custom": True},
    added=ADDED,
    changed=CHANGED,
    removed=REMOVED,
    grouped=GROUPED,
    ungrouped=UNGROUPED,
    url=addresses.domains,
    why_none=why_none,
)
