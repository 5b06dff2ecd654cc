"""Who may use the review page: sessions of editors, guesses of tokens, and requests of other pages."""

import hmac
import ipaddress
import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import wraps
from urllib.parse import urlsplit

from aiohttp import BodyPartReader, MultipartReader, web

from bot.answers.phrases import phrase
from bot.corpus.articles.limits import MOST_BYTES
from bot.service.client_address import client_address
from bot.web.context import SERVICE
from bot.web.editing.editor_tokens import EditorTokens
from bot.web.errors import Refused
from bot.web.path_prefix import prefix_of
from bot.web.reporting import is_of_this_site

COOKIE = "editor"
MOST_GUESSES, GUESS_SECONDS = 5, 60.0
"""Wrong tokens from one address within so many seconds, after which it has to wait."""
MOST_ADDRESSES = 10_000
"""Addresses whose wrong tokens are remembered."""
SESSION_SECONDS = 12 * 3600.0
MOST_SESSIONS = 1_000
SOMEBODY = "editor"
"""The name in the journal on a machine without editors, to which nobody else has access."""


@dataclass(frozen=True)
class EditorSession:
    """A browser that an editor uses: who, the secret of its forms, and when it ends."""

    editor: str
    secret: str
    ends: float


@dataclass(frozen=True)
class PostedFile:
    """A file of a posted form: its name, as the browser gives it, and its bytes."""

    name: str
    raw: bytes


@dataclass
class EditorAccess:
    """Lets editors in; ``is_local`` says that only this machine can reach the pages."""

    tokens: EditorTokens
    is_local: bool = True
    public_url: str | None = None
    now: Callable[[], float] = time.monotonic
    _sessions: OrderedDict[str, EditorSession] = field(default_factory=OrderedDict)
    _guesses: OrderedDict[str, list[float]] = field(default_factory=OrderedDict)

    @property
    def needs_token(self) -> bool:
        """Whether an editor has to log in: always, but on a machine of one's own without editors."""
        return not self.is_local or bool(self.tokens.hashes())

    def is_known_host(self, request: web.Request) -> bool:
        """Whether a request names this site: no other name leads to it, nor a proxy that nobody announced."""
        if self.public_url and request.host == urlsplit(self.public_url).netloc:
            return True
        is_passed_on = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
        return (
            self.is_local and not is_passed_on and is_loopback(urlsplit(f"//{request.host}").hostname or "")
        )

    def session_of(self, request: web.Request) -> EditorSession | None:
        """The session of a request's cookie; None where it has none, or it has ended."""
        session = self._sessions.get(request.cookies.get(COOKIE, ""))
        return session if session and session.ends > self.now() else None

    def begin(self, response: web.StreamResponse, editor: str) -> EditorSession:
        """Begin a session, whose cookie the response sets."""
        while len(self._sessions) >= MOST_SESSIONS:
            self._sessions.popitem(last=False)
        name, session = (
            secrets.token_urlsafe(32),
            EditorSession(editor, secrets.token_urlsafe(32), self.now() + SESSION_SECONDS),
        )
        self._sessions[name] = session
        is_secure = bool(self.public_url and self.public_url.startswith("https://"))
        response.set_cookie(
            COOKIE, name, httponly=True, samesite="Strict", secure=is_secure and not self.is_local, path="/"
        )
        return session

    def log_in(self, request: web.Request, token: str) -> str | None:
        """The editor with a token; None for a wrong one. Raises HTTPTooManyRequests after several."""
        client = client_address(request.remote or "", request.headers.get("X-Forwarded-For", ""))
        now = self.now()
        recent = [at for at in self._guesses.get(client, []) if at > now - GUESS_SECONDS]
        if len(recent) >= MOST_GUESSES:
            raise web.HTTPTooManyRequests
        editor = self.tokens.editor_of(token)
        if editor is None:
            self._guesses[client] = [*recent, now]
            self._guesses.move_to_end(client)
            while len(self._guesses) > MOST_ADDRESSES:
                self._guesses.popitem(last=False)
        return editor


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
        session = access.session_of(request)
        if request.method != "GET":
            if session is None:
                raise web.HTTPForbidden
            await check_form(request, session)
        elif session is None and access.needs_token:
            raise web.HTTPSeeOther(f"{prefix_of(request.app[SERVICE].public_url)}/edit/login")
        begun = web.Response()
        request[SESSION] = session or access.begin(begun, SOMEBODY)
        response = await handler(request)
        response.cookies.update(begun.cookies)
        response.headers["Cache-Control"] = "no-store"
        return response

    return let_in


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
    if not hmac.compare_digest(given.encode(), session.secret.encode()):
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
