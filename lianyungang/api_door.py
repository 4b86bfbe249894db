"""What is done to every request below /api/: no session opens it, and it is never answered by a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from progress.api.problems import as_problem

PREFIX = "/api/"
READ_BY_PEOPLE = (PREFIX + "docs/", PREFIX + "schema.json")


class ApiDoor:
    """Cookies are taken off, so that only a key opens the API; errors, of whatever origin, are problem+json.

    HEAD is answered as GET, without the body. The description and its page are read by people, and are pages
    like others.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX) or request.path in READ_BY_PEOPLE:
            return self.get_response(request)
        request.COOKIES = {}
        if request.method != "HEAD":
            return as_problem(self.get_response(request))
        request.method = "GET"
        response = as_problem(self.get_response(request))
        response["Content-Length"] = str(len(response.content))
        response.content = b""
        return response
