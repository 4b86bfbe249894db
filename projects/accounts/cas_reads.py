"""CAS: what a server says to a ticket (protocols 2 and 3, serviceValidate), where it is beyond doubt.

Ours and no library's: python-cas asks without a limit of time, follows redirects and takes the first of
several names.
"""

import re
import time
from http import HTTPStatus
from urllib.parse import urlsplit

import requests
from lxml import etree

from projects.accounts.outside_reads import AWAY, NOT_PROVED
from projects.rules.errors import Refused

SECONDS = 10  # that the server may take to answer
MOST = 64_000  # bytes of an answer
LONGEST = 255  # letters of a name
NAMES = "{http://www.yale.edu/tp/cas}"
CODE = re.compile(r"[A-Z_]{1,40}")


def is_safe(server: str) -> bool:
    """Whether what is asked there stays between the two: https, or a test's own machine."""
    parts = urlsplit(server)
    is_ours = parts.scheme == "http" and parts.hostname == "127.0.0.1"
    is_plain = not (parts.query or parts.fragment or parts.username)
    return is_plain and bool(parts.hostname) and (parts.scheme == "https" or is_ours)


def answer_to(ticket: str, *, service: str, address: str) -> bytes:
    """What the server says to a ticket that it gave out for this very service; Refused where it does not."""
    until = time.monotonic() + SECONDS
    asked = {"service": service, "ticket": ticket}
    named = {"params": asked, "timeout": SECONDS, "allow_redirects": False, "stream": True}
    content = b""
    try:
        with requests.get(address, **named) as answer:
            if answer.status_code != HTTPStatus.OK:
                raise Refused(AWAY)
            for piece in answer.iter_content(8192):
                content += piece
                if len(content) > MOST or time.monotonic() > until:
                    raise Refused(AWAY)
    except requests.RequestException as error:
        raise Refused(AWAY) from error
    return content


def subject_in(answer: bytes, attribute: str) -> str:
    """Whom it vouches for: the user, or one attribute of theirs; Refused where it is not one name."""
    root = _parsed(answer)
    if root.tag != f"{NAMES}serviceResponse" or len(root) != 1:
        raise Refused(NOT_PROVED)
    said = root[0]
    if said.tag != f"{NAMES}authenticationSuccess":
        raise Refused(_why_not(said))
    path = f"{NAMES}attributes/{NAMES}{attribute}" if attribute else f"{NAMES}user"
    found = said.findall(path)
    if len(found) != 1 or len(found[0]):
        raise Refused(NOT_PROVED)
    subject = (found[0].text or "").strip()
    if not 0 < len(subject) <= LONGEST:
        raise Refused(NOT_PROVED)
    return subject


def _parsed(answer: bytes) -> etree._Element:
    """Its tree: no entity, no other file, and no comment that cuts a name in two."""
    careful = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, **careful)
    try:
        root = etree.fromstring(answer, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(NOT_PROVED) from error
    if root.getroottree().docinfo.doctype:
        raise Refused(NOT_PROVED)
    return root


def _why_not(said: etree._Element) -> str:
    """With the server's own code, which tells the administrator what is set up wrongly."""
    code = said.get("code") or ""
    return f"统一身份认证没有通过（{code}），请重新登录。" if CODE.fullmatch(code) else NOT_PROVED
