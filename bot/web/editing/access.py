"""Who may use the review page: sessions of editors, guesses of tokens, and requests of other pages."""

import hmac
import ipaddress
import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from urllib.parse import urlsplit

import structlog
from aiohttp import BodyPartReader, MultipartReader, web

from bot.answers.phrases import phrase
from bot.corpus.articles.limits import MOST_BYTES
from bot.db.database import UNUSABLE
from bot.service.client_address import client_address
from bot.service.editors import SECRET_BYTES, SESSION_TIME, Editors
from bot.web.context import SERVICE
from bot.web.editing.guesses import Guesses
from bot.web.errors import Refused
from bot.web.path_prefix import prefix_of
from bot.web.reporting import is_of_this_site

COOKIE = "editor"
MOST_SESSIONS = 1_000
"""Sessions without a token that a process remembers."""
SOMEBODY = "editor"
"""The name in the journal on a machine without editors, to which nobody else has access."""
UNKNOWN = phrase("Nobody can be let in now: the database, which holds the editors, does not answer.")

log = structlog.get_logger()


@dataclass(frozen=True)
class EditorSession:
    """A browser that an editor uses: who, and the secret of its forms."""

    editor: str
    secret: str
    is_entered: bool = False
    """Whether it began with a token, and can be logged out of."""


@dataclass(frozen=True)
class PostedFile:
    """A file of a posted form: its name, as the browser gives it, and its bytes."""

    name: str
    raw: bytes


@dataclass
class EditorAccess:
    """Lets editors in; ``is_local`` says that only this machine can reach the pages."""

    editors: Editors
    is_local: bool = True
    public_url: str | None = None
    now: Callable[[], float] = time.monotonic
    guesses: Guesses = field(default_factory=Guesses)
    _without_token: OrderedDict[str, float] = field(default_factory=OrderedDict)
    """When each session ends that began without a token, by its cookie; all others are in the database."""

    async def needs_token(self) -> bool:
        """Whether an editor has to log in: always, but on a machine of one's own without editors."""
        return not self.is_local or await self.editors.are_any()

    def is_known_host(self, request: web.Request) -> bool:
        """Whether a request names this site: no other name leads to it, nor a proxy that nobody announced."""
        if self.public_url and request.host == urlsplit(self.public_url).netloc:
            return True
        is_passed_on = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
        return (
            self.is_local and not is_passed_on and is_loopback(urlsplit(f"//{request.host}").hostname or "")
        )

    async def session_of(self, request: web.Request) -> EditorSession | None:
        """The session of a request's cookie; None where it has none, it has ended, or the token was revoked.

        It is looked up for every request, so that whose token is revoked is out at once, in every process.
        """
        cookie = request.cookies.get(COOKIE, "")
        if self._without_token.get(cookie, 0.0) > self.now():
            return None if await self.needs_token() else _session(SOMEBODY, cookie)
        editor = await self.editors.editor_of(cookie) if cookie else None
        return _session(editor, cookie, is_entered=True) if editor else None

    def begin(self, response: web.StreamResponse) -> EditorSession:
        """Begin a session without a token, whose cookie the response sets."""
        while len(self._without_token) >= MOST_SESSIONS:
            self._without_token.popitem(last=False)
        cookie = secrets.token_urlsafe(SECRET_BYTES)
        self._without_token[cookie] = self.now() + SESSION_TIME.total_seconds()
        self._set_cookie(response, cookie)
        return _session(SOMEBODY, cookie)

    async def log_in(self, request: web.Request, response: web.StreamResponse, token: str) -> str | None:
        """The editor with a token, whose session the response begins; None for a wrong one.

        Raises HTTPTooManyRequests after several.
        """
        client = client_address(request.remote or "", request.headers.get("X-Forwarded-For", ""))
        now = self.now()
        if not self.guesses.begin(client, now):
            raise web.HTTPTooManyRequests
        try:
            entered = await self.editors.log_in(token)
        except UNUSABLE:
            self.guesses.take_back(client, now)
            raise
        if entered is None:
            return None
        self.guesses.take_back(client, now)
        editor, cookie = entered
        self._set_cookie(response, cookie)
        return editor

    async def log_out(self, request: web.Request, response: web.StreamResponse) -> str | None:
        """End the session of a request in every process, and take its cookie; gives whose it was."""
        session, cookie = await self.session_of(request), request.cookies.get(COOKIE, "")
        self._without_token.pop(cookie, None)
        if session and session.is_entered:
            await self.editors.log_out(cookie)
        response.del_cookie(COOKIE, httponly=True, samesite="Strict", secure=self._is_secure, path="/")
        return session.editor if session else None

    def _set_cookie(self, response: web.StreamResponse, cookie: str) -> None:
        response.set_cookie(
            COOKIE, cookie, httponly=True, samesite="Strict", secure=self._is_secure, path="/"
        )

    @property
    def _is_secure(self) -> bool:
        return bool(self.public_url and self.public_url.startswith("https://")) and not self.is_local


def _session(editor: str, cookie: str, *, is_entered: bool = False) -> EditorSession:
    """The session of a cookie, from which the secret of its forms is made, in every process the same."""
    secret = hmac.new(cookie.encode(), b"forms", "sha256").hexdigest()
    return EditorSession(editor, secret, is_entered)


ACCESS: web.AppKey[EditorAccess] = web.AppKey("editor_access")
SESSION: web.RequestKey[EditorSession] = web.RequestKey("editor_session", EditorSession)
EditorHandler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host of this name or address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.removeprefix("[").removesuffix("]")).is_loopback
    except ValueError:
        return False


def for_editors(handler: EditorHandler) -> EditorHandler:
    """Decorate a handler so that only editors reach it, and only from a page of this site where it acts."""

    @wraps(handler)
    async def let_in(request: web.Request) -> web.StreamResponse:
        access = known_host(request)
        with answered_by_database():
            session = await access.session_of(request)
            if request.method == "GET" and session is None and await access.needs_token():
                raise web.HTTPSeeOther(f"{prefix_of(request.app[SERVICE].public_url)}/edit/login")
        if request.method != "GET":
            if session is None:
                raise web.HTTPForbidden
            await check_form(request, session)
        begun = web.Response()
        request[SESSION] = session or access.begin(begun)
        response = await handler(request)
        response.cookies.update(begun.cookies)
        response.headers["Cache-Control"] = "no-store"
        return response

    return let_in


@contextmanager
def answered_by_database() -> Iterator[None]:
    """Raise Refused with a sentence where the database cannot tell who is an editor: nobody is let in."""
    try:
        yield
    except UNUSABLE as error:
        log.warning("editors not read", reason=str(error.__cause__ or error).partition("\n")[0])
        raise Refused(503, UNKNOWN) from None


def known_host(request: web.Request) -> EditorAccess:
    """The access of the site. Raises HTTPNotFound where it has none, or the request is for another host."""
    access = request.app.get(ACCESS)
    if access is None or not access.is_known_host(request):
        raise web.HTTPNotFound
    return access


async def check_form(request: web.Request, session: EditorSession) -> None:
    """Raise HTTPForbidden for a request of another page, or without the secret of the session's forms."""
    if not is_of_this_site(request):
        raise web.HTTPForbidden
    given = request.headers.get("X-CSRF-Token") or (await posted_form(request)).get("csrf", "")
    if not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), session.secret.encode()):
        raise web.HTTPForbidden


async def posted_form(request: web.Request) -> dict[str, str]:
    """The texts of a posted form, read once; its file, if it has one, is kept in the request as UPLOAD.

    Raises Refused where it is larger than an article can be, HTTPBadRequest where it cannot be read.
    """
    if FORM not in request:
        request[FORM] = {}
        if request.content_type == "application/x-www-form-urlencoded":
            form = await request.clone(client_max_size=LONGEST_FORM).post()
            request[FORM] |= {name: value for name, value in form.items() if isinstance(value, str)}
        elif request.content_type == "multipart/form-data":
            try:
                await _read_parts(request, await request.multipart())
            except ValueError:
                raise web.HTTPBadRequest from None
    return request[FORM]


async def _read_parts(request: web.Request, parts: MultipartReader) -> None:
    size = 0
    async for part in parts:
        if not isinstance(part, BodyPartReader):
            raise web.HTTPBadRequest
        raw = bytearray()
        while piece := await part.read_chunk(65536):
            size += len(piece)
            raw += piece
            if size > LONGEST_UPLOAD:
                raise Refused(413, TOO_LARGE)
        if part.filename:
            request[UPLOAD] = PostedFile(part.filename, bytes(raw))
        else:
            request[FORM][part.name or ""] = raw.decode()


LONGEST_FORM = 4 * 1024 * 1024
"""Bytes of a form with an article: 300,000 characters, percent-encoded."""
LONGEST_UPLOAD = MOST_BYTES + 64 * 1024
"""Bytes of a form with a file."""
TOO_LARGE = phrase("That is larger than {limit} MB: no article is.", limit=MOST_BYTES // 1_000_000)
FORM: web.RequestKey[dict[str, str]] = web.RequestKey("editor_form", dict)
UPLOAD: web.RequestKey[PostedFile] = web.RequestKey("editor_upload", PostedFile)
