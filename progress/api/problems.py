"""What the API answers where it cannot do what is asked: problem+json (RFC 9457), on every way alike."""

import json
from collections.abc import Mapping

from django.http import HttpResponse

CONTENT_TYPE = "application/problem+json"
TITLES = {
    400: "请求无法读取",
    401: "没有有效的接口密钥",
    403: "密钥的权限不够",
    404: "没有这个对象",
    405: "这个地址不支持该方法",
    409: "与现状冲突",
    413: "内容过长",
    415: "内容格式不对",
    422: "参数或内容不符合要求",
    429: "请求过于频繁",
    500: "系统出错",
    503: "数据库暂时不可用",
    507: "服务器存储已满",
}
DETAILS = {
    400: "请核对地址、参数和 JSON 格式。",
    404: "地址有误，或对该密钥不开放。",
    405: "请核对接口说明中的方法。",
    500: "请稍后再试；仍不行的，请告知系统管理员。",
    503: "请稍后再试，已经答复成功的内容不受影响。",
}


class Problem(Exception):
    """Something that the API answers at once with a status and a sentence; `more` are further members."""

    def __init__(
        self, status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: object
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers, self.more = status, detail, dict(headers or {}), more

    def answer(self) -> HttpResponse:
        """As it is sent."""
        return problem(self.status, self.detail, headers=self.headers, **self.more)


def problem(
    status: int, detail: str = "", *, headers: Mapping[str, str] | None = None, **more: object
) -> HttpResponse:
    """The answer; without a sentence of its own the one that the status has."""
    body = {
        "type": "about:blank",
        "title": TITLES.get(status, "请求没有办成"),
        "status": status,
        "detail": detail or DETAILS.get(status, "请求没有办成。"),
        **more,
    }
    content = json.dumps(body, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type=CONTENT_TYPE, headers=dict(headers or {}))


def as_problem(answer: HttpResponse) -> HttpResponse:
    """An answer of whatever made it, a page of an error too, as the API says it."""
    if answer.status_code < 400 or answer.get("Content-Type", "").startswith(CONTENT_TYPE):
        return answer
    kept = {name: answer[name] for name in ("Allow", "Retry-After", "WWW-Authenticate") if name in answer}
    return problem(answer.status_code, headers=kept)
