"""The table of people: a line for each account, and for each role of a unit that nobody has."""

from django.urls import reverse
from django.utils import timezone

from projects.accounts.reads import AccountState, PersonRow
from projects.rules import addresses
from projects.rules.roles import UNIT_ROLES
from projects.screen import cells
from projects.screen.tables import FastTable, column


class PeopleTable(FastTable):
    """In the official order of units."""

    UNIT = "行"
    OWN_ORDER = "单位先后"

    tick = column("", "tick")
    unit = column("单位", "main", "unit_order")
    role = column("角色", "", "role_order", "unit_order")
    name = column("姓名", "", "name")
    username = column("用户名", "", "username")
    contact = column("手机、邮箱")
    seen = column("最近登录", "", "seen_order")
    state = column("状态", "", "state_order", "unit_order")
    act = column("")

    class Meta(FastTable.Meta):
        pass

    def cell_tick(self, row: PersonRow) -> str:
        """The box that carries the account."""
        if row.person is None:
            return ""
        label = f"勾选 {row.name or row.username}"
        return cells.tick("person", str(row.person.pk), label, is_ticked="all" in self.query)

    def cell_unit(self, row: PersonRow) -> str:
        """The unit, the way to its page."""
        return cells.link(addresses.unit(row.unit.code), row.unit.name) if row.unit else "—"

    def cell_role(self, row: PersonRow) -> str:
        """The role in words."""
        return row.role_word

    def cell_name(self, row: PersonRow) -> str:
        """Who it is; nobody has said so before the first sign-in."""
        if row.person is None:
            return "—"
        return row.name or cells.hint("首次登录时填写")

    def cell_username(self, row: PersonRow) -> str:
        """What one signs in by."""
        return row.username

    def cell_contact(self, row: PersonRow) -> str:
        """How they are reached."""
        person = row.person
        given = [person.telephone, person.email] if person else []
        return cells.joined([cells.line(each) for each in given if each])

    def cell_seen(self, row: PersonRow) -> str:
        """When they came last."""
        if row.person is None:
            return ""
        return f"{timezone.localtime(row.seen_at):%Y-%m-%d %H:%M}" if row.seen_at else cells.hint("从未登录")

    def cell_state(self, row: PersonRow) -> str:
        """The state, and to whom the account went."""
        state = AccountState(row.state)
        badge = cells.badge(state.tone, state.word)
        successor = row.person.handed_over_to if row.person and row.person.handed_over_to_id else None
        return cells.joined((badge, cells.line(f"已交接给{successor}", kind="hint"))) if successor else badge

    def cell_act(self, row: PersonRow) -> str:
        """交接, for who works for a unit."""
        if row.person is None or row.role not in UNIT_ROLES or row.person.handed_over_to_id:
            return ""
        return cells.link(reverse("account_hand_over", args=[row.person.pk]), "交接")
