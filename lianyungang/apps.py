"""The wiring as an app: it holds the mark of a demo's database, the static files and the demo command."""

from django.apps import AppConfig


class LianyungangConfig(AppConfig):
    """The wiring."""

    name = "lianyungang"
    verbose_name = "系统"
    default_auto_field = "django.db.models.BigAutoField"
