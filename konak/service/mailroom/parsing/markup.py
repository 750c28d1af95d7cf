"""HTML of a mail as text for reading, and as markup that is safe to show.

Everything passes through nh3 first: Python's own parser takes the square of the length on broken markup. What nests
without end is not parsed at all.
"""

import re
from html import escape, unescape
from html.parser import HTMLParser

import nh3

LONGEST = 1_000_000
"""Letters of HTML that are read; what is longer is cut, the original is kept anyway."""
_BLOCK_TAGS = """
    address article blockquote br dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre
    section table tr ul
"""
_SHOWN_TAGS = """
    a b blockquote br code div em h1 h2 h3 h4 h5 h6 hr i li ol p pre s span strong sub sup table tbody td th thead
    tr u ul
"""
_BLOCKS, _SHOWN = frozenset(_BLOCK_TAGS.split()), frozenset(_SHOWN_TAGS.split())
_APART = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol", "pre"})
_WITHOUT_CONTENT = frozenset({"script", "style", "svg", "math", "object", "iframe"})
_SILENT = _WITHOUT_CONTENT | {"head", "title", "template", "noscript", "select", "textarea"}


DEEPEST = 250
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,12})")
_ANY = re.compile(r"<[^<>]{0,2000}>")
_ALONE = frozenset(
    {"br", "img", "hr", "meta", "link", "input", "col", "area", "base", "wbr", "li", "p", "td", "tr", "th"}
)


def _bounded(html: str) -> str:
    """The markup as it may be parsed: cut in length, and bare text where it nests beyond reason."""
    html = html[:LONGEST]
    depth = deepest = 0
    for found in _TAG.finditer(html):
        if found[2].lower() not in _ALONE:
            depth = max(0, depth - 1) if found[1] else depth + 1
            deepest = max(deepest, depth)
    return escape(unescape(_ANY.sub(" ", html))) if deepest > DEEPEST else html


def safe(html: str) -> str:
    """Markup without anything that runs, loads or looks like ours: no images from outside, no styles, no forms."""
    return nh3.clean(
        _bounded(html),
        tags=set(_SHOWN),
        clean_content_tags=set(_WITHOUT_CONTENT),
        attributes={"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )


def text(html: str) -> str:
    """What a person reads in it. The mark of a quotation (`blockquote`) becomes `> `, as in a plain mail."""
    reader = _Reader()
    reader.feed(
        nh3.clean(
            _bounded(html),
            tags=set(_SHOWN | _BLOCKS | {"img"}),
            clean_content_tags=set(_SILENT - {"head"}),
            attributes={"a": {"href"}, "img": {"alt"}},
            link_rel=None,
        )
    )
    reader.close()
    return reader.told()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line: list[str] = []
        self.silent = 0
        self.quoted = 0
        self.preformatted = 0
        self.link = ""
        self.link_from = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
            return
        given = dict(attrs)
        if tag in _BLOCKS:
            self._end(apart=tag in _APART, blank=tag == "br")
        if tag == "blockquote":
            self.quoted += 1
        elif tag == "pre":
            self.preformatted += 1
        elif tag == "li":
            self.line.append("• ")
        elif tag in {"td", "th"} and "".join(self.line).strip():
            self.line.append("  ")
        elif tag == "hr":
            self.lines.append("-----")
        elif tag == "a":
            self.link, self.link_from = (given.get("href") or "").strip(), len(self.line)
        elif tag == "img" and (words := (given.get("alt") or "").strip()):
            self.line.append(f"[{words}]")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "a" and self.link:
            shown = "".join(self.line[self.link_from :]).strip()
            plain = self.link.removeprefix("mailto:").removeprefix("tel:")
            if self.link.startswith(("http://", "https://")) and plain.rstrip("/") != shown.rstrip("/"):
                self.line.append(f" <{self.link[:500]}>")
            self.link = ""
        elif tag == "pre":
            self._end()
            self.preformatted = max(0, self.preformatted - 1)
        elif tag in _BLOCKS:
            self._end(apart=tag in _APART)
            if tag == "blockquote":
                self.quoted = max(0, self.quoted - 1)

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if self.preformatted:
            for place, piece in enumerate(data.split("\n")):
                if place:
                    self._end()
                self.line.append(piece)
            return
        words = " ".join(data.split())
        lead = " " if data[:1].isspace() else ""
        tail = " " if data[-1:].isspace() and words else ""
        self.line.append(f"{lead}{words}{tail}")

    def _end(self, apart: bool = False, blank: bool = False) -> None:
        raw = "".join(self.line)
        written = raw.rstrip() if self.preformatted else " ".join(raw.replace("  ", "\t").split(" ")).strip()
        written = written.replace("\t", "  ").strip() if not self.preformatted else written
        self.line = []
        mark = "> " * min(self.quoted, 5)
        if written:
            self.lines.append(mark + written)
        if (apart or (blank and not written)) and self.lines and self.lines[-1].strip("> "):
            self.lines.append(mark.rstrip())

    def told(self) -> str:
        self._end()
        kept: list[str] = []
        for line in self.lines:
            if line.strip("> ") or (kept and kept[-1].strip("> ")):
                kept.append(line)
        while kept and not kept[-1].strip("> "):
            kept.pop()
        return "\n".join(kept).strip()
