"""How the API answers: JSON with a seal of its content, refusals as problem+json."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from progress.api.problems import CONTENT_TYPE, Problem, problem
from projects.rules.errors import NotYours, Refused

ABOUT = (
    "供单位、部门自己的系统读取清单、任务、报告、评价、通报和规划指标，并保存本单位报告的草稿；不能审签、报送。"
    "请求头带 Authorization: Bearer 密钥，密钥由系统管理员在“人员—接口密钥”发放。"
    "数量一律为十进制文本；没有数的由 state 说明原因：未开启、未通报、未报、未填、没有计划，与 0 不同。"
    "读取的答复带 ETag，内容未变时以 If-None-Match 询问得 304。错误一律为 application/problem+json。"
)
WRONG = "参数或内容不符合要求，见 errors。"
MESSAGES = {
    "missing": "缺少这一项。",
    "int_parsing": "须为整数。",
    "greater_than_equal": "小于最小值。",
    "less_than_equal": "大于最大值。",
    "literal_error": "不在可选范围内。",
    "string_too_long": "过长。",
    "string_type": "须为文本。",
    "json_invalid": "不是正确的 JSON。",
}


class ChineseJson(JSONRenderer):
    """Characters as they are, not as numbers."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


class Api(NinjaAPI):
    """The API: what is read carries a seal of its content, and is not sent again where it is known."""

    def create_response(self, request: HttpRequest, data: object, **named: object) -> HttpResponse:
        """The answer; 304 without it where the asker has it already."""
        response = super().create_response(request, data, **named)
        response["Cache-Control"] = "private, no-cache"
        if request.method != "GET" or response.status_code != 200:
            return response
        etag = f'"{sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response)


def make_api(door: object) -> Api:
    """The API behind its door, with what it says where it refuses."""
    api = Api(
        title="民生实事进度管理接口",
        version="1",
        description=ABOUT,
        auth=door,
        docs_url=None,
        openapi_url=None,
        urls_namespace="api",
        renderer=ChineseJson(),
    )
    api.exception_handler(Problem)(lambda request, error: error.answer())
    api.exception_handler(Http404)(lambda request, error: problem(404))
    api.exception_handler(HttpError)(lambda request, error: problem(error.status_code))
    api.exception_handler(ValidationError)(_wrong)
    api.exception_handler(Refused)(lambda request, error: problem(409, str(error)))
    api.exception_handler(NotYours)(lambda request, error: problem(403, str(error)))
    api.exception_handler(PermissionDenied)(lambda request, error: problem(403, str(error)))
    return api


def described(api: Api) -> dict[str, Any]:
    """The description (OpenAPI), with the shape of every refusal."""
    schema = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api")))
    refusal = {"description": "没有办成", "content": {CONTENT_TYPE: {"schema": PROBLEM}}}
    for operations in schema["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = refusal
    return schema


PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "一句话说明"},
        "errors": {"type": "array", "items": {"type": "object"}, "description": "422：逐项的字段和原因"},
        "stands": {"type": "object", "description": "409：现在的报告，按它的版本再存"},
    },
}


def _wrong(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was sent and does not fit, each by its field."""
    errors = [_error(each) for each in error.errors]
    return problem(422, WRONG, errors=errors)


def _error(found: Mapping[str, Any]) -> dict[str, str]:
    place = [str(part) for part in found["loc"] if part not in ("query", "body", "path")]
    return {"field": ".".join(place[1:] or place), "message": MESSAGES.get(found["type"], found["msg"])}
