"""The door of the API: a key in the Authorization header, counted, never a session."""

from math import ceil

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from progress.api.key_actions import MINUTE, count_use
from progress.api.problems import Problem
from progress.api.reads import KEY_REFUSED, key_of, refused_at
from progress.models import ApiKey
from progress.rules.api_keys import KeyScope, token_of
from projects.log.actions import record
from projects.rules.states import ActResult

MOST_REFUSALS = 30  # from one address in a minute; then nothing is looked up or logged any more
REALM = 'Bearer realm="api"'


class KeyDoor(HttpBearer):
    """`Authorization: Bearer ms_…`; who comes in is the key's account, for reads, actions and the log."""

    def __call__(self, request: HttpRequest) -> ApiKey:
        header = request.headers.get("Authorization", "")
        kind, _, token = header.partition(" ")
        return self.authenticate(request, token if kind.lower() == "bearer" else "")

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey:
        """The key; Problem 401 where it is none of ours or not in force, 429 where it comes too often.

        Requests are counted by the real time, also where the pages show a demo's day.
        """
        now = timezone.now()
        sent = token_of(token)
        key = key_of(sent, request.today)
        if key is None:
            _refuse(request, sent.public if sent else "")
        use = count_use(key, at=now)
        request.user, request.api_key = key.holder, key
        if use.number > settings.API_PER_MINUTE:
            wait = max(1, ceil((use.since + MINUTE - now).total_seconds()))
            raise Problem(
                429,
                f"每个密钥每分钟最多{settings.API_PER_MINUTE}次请求，请{wait}秒后再试。",
                headers={"Retry-After": str(wait)},
            )
        return key


def check_may_write(key: ApiKey) -> None:
    """Problem 403 for a key that only reads."""
    if key.scope != KeyScope.DRAFT:
        raise Problem(403, "这个密钥只能读取，不能保存草稿。")


def _refuse(request: HttpRequest, public: str) -> None:
    since = request.now - MINUTE
    if refused_at(request.META["REMOTE_ADDR"], since=since) >= MOST_REFUSALS:
        raise Problem(429, "本地址无效请求过多，请一分钟后再试。", headers={"Retry-After": "60"})
    record(
        KEY_REFUSED,
        by=None,
        at=request.now,
        url=request.path,
        result=ActResult.REFUSED,
        detail={"key": public[:16]},
    )
    raise Problem(
        401,
        "请在 Authorization 请求头中以 Bearer 方式带上有效的接口密钥。",
        headers={"WWW-Authenticate": REALM},
    )
