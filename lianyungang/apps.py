"""The wiring as an app: it holds the mark of a demo's database, the static files and the demo command."""

from django.apps import AppConfig

from progress.bulletins.imprint import demo_note
from projects.paper.house import HOUSE


class LianyungangConfig(AppConfig):
    """The wiring."""

    name = "lianyungang"
    verbose_name = "系统"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What a demo prints says so."""
        HOUSE.mark = demo_note()
