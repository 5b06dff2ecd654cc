"""Articles are read from text, pages, mails, Word and PDF files, and what cannot be read is said."""

import io
import os
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.corpus.articles import fetching
from bot.corpus.articles.fetching import fetch, is_public
from bot.corpus.articles.limits import ArticleRefused, ReadArticle
from bot.corpus.articles.parsing_process import read_here
from bot.corpus.articles.reading import read_article

PARAGRAPH = (
    "The court found that the tram was loud, and it awarded her the sum of £5 for three years of it. " * 4
)


def page(body: str, head: str = "") -> bytes:
    return f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def html(markup: bytes, charset: str = "", part: int = 0) -> ReadArticle:
    return read_here("html", markup, charset, part)


def refused(path: Path, raw: bytes) -> str:
    path.write_bytes(raw)
    with pytest.raises(ArticleRefused) as error:
        read_article(str(path))
    return str(error.value)


def docx(markup: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", markup)
    return packed.getvalue()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_text_is_kept_byte_for_byte(tmp_path: Path) -> None:
    raw = "\ufeffOne “tram”.\r\n\r\nTwo e\u0301 😀.\n".encode()
    (tmp_path / "a.txt").write_bytes(raw)
    assert read_article(str(tmp_path / "a.txt")).text.encode() == raw


def test_an_encoding_that_is_not_declared_is_confirmed_and_never_guessed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    assert "“£6.4m”" not in refused(path, "It cost £6.4m — really.".encode("windows-1252"))
    assert "it has £6.4m, —: if these words are right, add --charset windows-1252" in refused(
        path, "It cost £6.4m — really.".encode("windows-1252")
    )
    assert read_article(str(path), "windows-1252").text == "It cost £6.4m — really."
    for name in ("klingon", "utf\0"):
        with pytest.raises(ArticleRefused, match=f"cannot be read as {name}"):
            read_article(str(path), name)


def test_a_page_gives_its_article_without_what_stands_beside_it() -> None:
    read = html(
        page(
            f"<nav>Menu</nav><article><h1>Tram &amp; bell</h1><p>{PARAGRAPH}</p><script>alert(1)</script>"
            f"<p>Two<br>lines <b>and</b> a <a href=x>link</a>.</p></article><footer>Imprint</footer>",
            '<title>T</title><meta property="article:published_time" content="2021-05-06T10:00:00Z">'
            '<meta name="author" content="Tilda Penhallow"><link rel=canonical href="https://nowhere.example/a">',
        )
    )
    assert read.text.split("\n\n") == ["Tram & bell", PARAGRAPH.strip(), "Two", "lines and a link.\n"]
    assert (read.title, read.published, read.author) == ("Tram & bell", "2021-05-06", "Tilda Penhallow")
    assert read.url == "https://nowhere.example/a"


def test_an_editor_is_told_what_is_left_out_of_a_page_and_has_its_times(tmp_path: Path) -> None:
    listed = "".join(f'<li><a href="/{n}">What else happened on day {n}</a></li>' for n in range(3))
    stamp = "<p>Updated 6 May 2021 at 10:41</p>"
    path = tmp_path / "a.html"
    path.write_bytes(page(f"<article>{stamp}<p>{PARAGRAPH}</p><h3>Most read</h3><ul>{listed}</ul></article>"))
    read = read_article(str(path))
    assert read.text.split("\n\n") == ["Updated 6 May 2021 at 10:41", f"{PARAGRAPH.strip()}\n"]
    assert "is left out, 4 lines, such as “Most read”." in str(read.remarks[0])
    # Where hardly a text would be left, all of it is.
    path.write_bytes(page(f"<article><p>Short.</p><ul>{listed}</ul></article>"))
    assert "What else happened on day 2" in read_article(str(path)).text


def test_a_script_in_a_title_is_words() -> None:
    read = html(page(f"<p>{PARAGRAPH}</p>", "<title>&lt;script&gt;alert(1)&lt;/script&gt;\x1b[2J</title>"))
    assert read.title == "<script>alert(1)</script> [2J"


def test_two_articles_in_one_page_are_told_apart() -> None:
    raw = page("".join(f"<article><h1>{name}</h1><p>{PARAGRAPH}</p></article>" for name in ("One", "Two")))
    with pytest.raises(ArticleRefused, match=r"has 2 articles: 1 “One”; 2 “Two”\. Add --part"):
        html(raw)
    assert html(raw, part=2).title == "Two"


def test_a_page_that_is_not_free_to_read_says_so() -> None:
    data = '{"@type": "NewsArticle", "isAccessibleForFree": false, "datePublished": "2021-05-06"}'
    read = html(page("<p>Short.</p>", f'<script type="application/ld+json">{data}</script>'))
    assert read.published == "2021-05-06"
    assert "not free to read" in str(read.remarks[0])


@pytest.mark.parametrize(
    "raw", [b"<", b"<p", b"</p></p>x<article>", b"<article>" * 5000 + b"x", b"<![if x]>y"]
)
def test_broken_markup_is_read_as_far_as_it_goes(raw: bytes) -> None:
    assert isinstance(html(raw), ReadArticle)


def test_a_word_document_gives_its_paragraphs() -> None:
    body = (
        "<w:p><w:r><w:t>Tram</w:t></w:r></w:p><w:p><w:r><w:t>One </w:t></w:r><w:r><w:t>two.</w:t></w:r></w:p>"
    )
    markup = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    assert read_here("docx", docx(markup), "", 0).text == "Tram\n\nOne two.\n"


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"PK\x03\x04", "no Word document"),
        (docx("<a"), "no Word document"),
        (docx("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "unpacks to more"),
        (docx(" " * 20_000_001), "unpacks to more"),
    ],
    ids=["no zip", "no XML", "entities", "bomb"],
)
def test_a_word_document_that_is_none_or_a_bomb_is_refused(raw: bytes, sentence: str) -> None:
    with pytest.raises(ArticleRefused, match=sentence):
        read_here("docx", raw, "", 0)


def test_a_mail_gives_its_text_subject_and_day() -> None:
    raw = (
        "Subject: =?utf-8?q?Tram_=E2=80=9Cbell=E2=80=9D?=\r\nDate: Thu, 06 May 2021 23:30:00 +0200\r\n"
        "Content-Type: text/plain; charset=iso-8859-1\r\n\r\nIt cost \x80 and £5.\r\n"
    ).encode("latin-1")
    read = read_here("eml", raw, "", 0)
    assert (read.title, read.published, read.text) == ("Tram “bell”", "2021-05-06", "It cost € and £5.\n")


def pdf(*lines: bytes) -> bytes:
    shown = b" ".join(b"(" + line + b") Tj T*" for line in lines)
    stream = b"BT /F1 12 Tf 10 180 Td 14 TL " + shown + b" ET" if lines else b""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    raw, places = b"%PDF-1.4\n", b"0000000000 65535 f \n"
    for number, words in enumerate(objects, 1):
        places += b"%010d 00000 n \n" % len(raw)
        raw += b"%d 0 obj%bendobj\n" % (number, words)
    end = b"trailer<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF\n" % len(raw)
    return raw + b"xref\n0 6\n" + places + end


LINES = (b"The court found that the tram was loud and", b"that it had to stop.", b"", b"She slept at last.")


def test_a_pdf_gives_its_paragraphs_or_says_what_to_install() -> None:
    """pypdf is an extra: where it is missing, the sentence says so."""
    if find_spec("pypdf") is None:
        with pytest.raises(ArticleRefused, match=r"needs pypdf: pip install .* requirements-authoring\.txt"):
            read_here("pdf", pdf(*LINES), "", 0)
    else:
        text = "The court found that the tram was loud and that it had to stop.\n\nShe slept at last.\n"
        assert read_here("pdf", pdf(*LINES), "", 0).text == text


def test_a_scanned_pdf_is_refused() -> None:
    with pytest.raises(ArticleRefused, match="has no text" if find_spec("pypdf") else "needs pypdf"):
        read_here("pdf", pdf(), "", 0)


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n ", "is empty"),
        ("a.txt", b"a\0b", "no text"),
        ("a.txt", b"a\n\n" * 200_000, "no article is as long"),
        ("a.html", b"<p>a</p>" * 200_000, "no article is as long"),
        ("a.eml", b"Content-Type: image/png\r\n\r\nx", "no text"),
    ],
)
def test_what_is_no_article_is_refused(name: str, raw: bytes, sentence: str, tmp_path: Path) -> None:
    assert sentence in refused(tmp_path / name, raw)


def test_a_file_that_is_too_large_or_missing_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "a.pdf").open("wb") as file:
        os.truncate(file.fileno(), 20_000_001)
    with pytest.raises(ArticleRefused, match="larger than 20 MB"):
        read_article(str(tmp_path / "a.pdf"))
    with pytest.raises(ArticleRefused, match="No such file"):
        read_article(str(tmp_path / "b.pdf"))


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("Subscribe to read on.", "has 4 words: is it whole"),
        ("קבע בית המשפט כי החשמלית רועשת " * 30, "from right to left"),
        ("Das Gericht fand die Bahn zu laut und sprach ihr Geld zu. " * 30, "not seem to be in English"),
    ],
)
def test_what_is_doubtful_is_remarked(text: str, remark: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert any(remark in str(one) for one in read_article(str(tmp_path / "a.txt")).remarks)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),  # noqa: S104
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1"),
        *("::ffff:127.0.0.1", "2002:7f00:1::", "2002:a00:1::1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe"),
        *("::127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b:1::7f00:1", "fec0::1"),
    ],
)
def test_addresses_inside_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:220:1::1", "64:ff9b::5db8:d70e"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:127.0.0.1]", "0.0.0.0"),  # noqa: S104
        *("2130706433", "0x7f000001", "127.1", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"),
    ],
)
def test_no_way_to_write_an_address_leads_inside(host: str) -> None:
    with pytest.raises(ArticleRefused):
        fetch(f"http://{host}/")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://nowhere.example/",
        "http://nowhere.example:8080/",
        "http://me@127.0.0.1/",
        "file:" + "///etc/passwd",
    ],
)
def test_other_schemes_ports_and_names_are_refused(url: str) -> None:
    with pytest.raises(ArticleRefused, match="no web address that is fetched"):
        fetch(url)


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        place = self.headers["Host"]
        redirects = {
            "/once": "/page",
            "/circle": "/circle",
            "/inwards": "http://10.0.0.1/",
            "/port": f"http://{place.split(':')[0]}:1/",
        }
        if target := redirects.get(self.path):
            self.send_response(302)
            self.send_header("Location", target)
        else:
            self.send_response(200 if self.path != "/gone" else 410)
            self.send_header("Content-Type", "text/html; charset=iso-8859-1")
            assert "Cookie" not in self.headers
        self.end_headers()
        self.wfile.write(b"x" * 3_000_000 if self.path == "/large" else b"<p>caf\xe9</p>")

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def here(site: str, path: str) -> fetching.FetchedPage:
    port = int(site.rsplit(":", 1)[1])
    return fetch(f"{site}{path}", allowed=lambda address: address == "127.0.0.1", ports=frozenset({80, port}))


def test_a_page_is_fetched_with_its_encoding_and_last_address(site: str) -> None:
    found = here(site, "/once")
    assert (found.raw, found.charset, found.url) == (b"<p>caf\xe9</p>", "iso-8859-1", f"{site}/page")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/inwards", "leads to 10.0.0.1"),
        ("/port", "no web address that is fetched"),
        ("/circle", "redirects more than 5 times"),
        ("/large", "larger than 2 MB"),
        ("/gone", "status 410"),
    ],
)
def test_what_is_not_fetched_is_said(path: str, sentence: str, site: str) -> None:
    with pytest.raises(ArticleRefused, match=sentence):
        here(site, path)
