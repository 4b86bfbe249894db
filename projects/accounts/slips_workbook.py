"""The sheet of one-time passwords as a workbook, for who opens accounts at the command line."""

from collections.abc import Iterable

from projects.accounts.slips import UnitSlip
from projects.paper.sheets import Column, Sheet, workbook_bytes

COLUMNS = (("单位", 28), ("姓名", 14), ("角色", 12), ("用户名", 20), ("一次性密码", 22), ("网址", 30))


def slips_workbook(slips: Iterable[UnitSlip], *, address: str) -> bytes:
    """A row for each account, unit by unit."""
    rows = [
        (slip.unit, line.name, line.role, line.username, line.password, address)
        for slip in slips
        for line in slip.lines
    ]
    columns = tuple(Column(head, width) for head, width in COLUMNS)
    note = "一次性密码只在此表中，首次登录须更换；发放后请删除本文件。"
    return workbook_bytes(Sheet(name="一次性密码", note=note, columns=columns, rows=tuple(rows)))
