"""Who may: the roles and, for both apps, which acts each role may do. Whose rows a person sees is asked of `visible_to`."""

FILER = "filer"
SIGNER = "signer"
COORDINATOR = "coordinator"
SUPERVISOR = "supervisor"
ADMINISTRATOR = "administrator"
AUDITOR = "auditor"

ROLES = {
    FILER: "填报员",
    SIGNER: "审签人",
    COORDINATOR: "市发改委协调员",
    SUPERVISOR: "市政府办督查员",
    ADMINISTRATOR: "系统管理员",
    AUDITOR: "审计员",
}

UNIT_ROLES = (FILER, SIGNER)  # they act for a unit

PERMISSIONS = {
    FILER: frozenset({"file_reports", "file_plans", "read_notices"}),
    SIGNER: frozenset({"file_reports", "sign_reports", "file_plans", "read_notices"}),
    COORDINATOR: frozenset(
        {
            "read_everything",
            "see_contacts",
            "open_periods",
            "review_reports",
            "decide_requests",
            "file_for_units",
            "record_plans",
            "remind_units",
            "record_coordination",
            "read_notices",
            "draft_notices",
            "issue_bulletins",
        }
    ),
    SUPERVISOR: frozenset(
        {
            "read_everything",
            "see_contacts",
            "confirm_verdicts",
            "decide_requests",
            "remind_units",
            "record_coordination",
            "read_notices",
            "draft_notices",
            "sign_notices",
        }
    ),
    ADMINISTRATOR: frozenset({"manage_lists", "manage_units", "manage_accounts"}),
    AUDITOR: frozenset({"read_log"}),
}

ADMIN_SITE_MODELS = frozenset(
    {"unit", "unitalias", "unitgroup", "groupmembership", "user"}
)  # what the administrator keeps in Django's admin


def may(role: str, permission: str) -> bool:
    """Whether this role has this permission, by its plain name."""
    return permission in PERMISSIONS.get(role, frozenset())


def may_in_admin(role: str, permission: str) -> bool:
    """Whether this role has one of Django's own permissions ("projects.change_unit") on the admin site."""
    model = permission.rpartition("_")[2]
    return role == ADMINISTRATOR and permission.startswith("projects.") and model in ADMIN_SITE_MODELS
