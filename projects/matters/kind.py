"""件 as a kind of heading: with a lead, on every list."""

from projects.headings.kinds import Kind
from projects.log.acts import Act
from projects.models import Matter
from projects.rules import addresses

ADDED = Act("matter_added", "增加件")
CHANGED = Act("matter_changed", "修改件")
REMOVED = Act("matter_removed", "删除件")
GROUPED = Act("task_grouped", "任务归入件")
UNGROUPED = Act("task_ungrouped", "任务移出件")

MATTERS = Kind(
    word="件",
    title="各件",
    one="哪一件",
    this="这一件",
    stands="matter",
    model=Matter,
    fields={"number": "number", "name": "name", "lead": "lead"},
    added=ADDED,
    changed=CHANGED,
    removed=REMOVED,
    grouped=GROUPED,
    ungrouped=UNGROUPED,
    url=addresses.matters,
)
