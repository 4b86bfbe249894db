"""公开页面: opened to everybody and closed again, by the supervisor."""

from datetime import datetime

from django.db import transaction

from progress.bulletins.public_actions import keep_what_is_lacking
from progress.models import PublicPage
from projects.filing.checks import check_seen
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import User
from projects.rules.city import City
from projects.rules.errors import NotYours

OPENED = Act("public_page_opened", "开放公开页面")
SHUT = Act("public_page_shut", "关闭公开页面")


@transaction.atomic
def turn(
    page: PublicPage, *, is_on: bool, based_on: int, city: City, note: str = "", at: datetime, by: User
) -> PublicPage:
    """Open or shut it. `page` says which; the row is made here, and twice the same changes nothing.

    At opening the public version of every issue that has none yet is drawn and kept.
    """
    if not by.has_perm("open_to_public"):
        raise NotYours("公开页面由督查员开放和关闭。")
    PublicPage.objects.get_or_create(pk=page.pk)
    locked = PublicPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    if locked.is_on == is_on:
        return locked
    check_seen(locked, based_on)
    act = OPENED if is_on else SHUT
    locked.is_on = is_on
    locked.save(update_fields=["is_on", *locked.renew(act.word, at=at, by=by)])
    drawn = keep_what_is_lacking(city=city, note=note) if is_on else 0
    record(act, by=by, at=at, obj=locked, detail={"drawn": drawn} if drawn else {})
    return locked
