"""A small Markdown: headings, paragraphs, lists, quotations, code, tables, notes, links, pictures of the article.

Written for help pages and no more: one pass over the lines, every letter escaped before anything is marked, nh3 as
the second lock behind it.
"""

import re
from collections.abc import Callable
from html import escape

import nh3

LONGEST = 60_000
_HEADING = re.compile(r"^(#{1,3})\s+(.{1,200})$")
_ITEM = re.compile(r"^(\s{0,6})(?:([-*•])|(\d{1,3})[.)])\s+(.*)$")
_ROW = re.compile(r"^\s*\|(.+)\|\s*$")
_RULED = re.compile(r"^\s*\|[\s:|-]+\|\s*$")
_NOTE = re.compile(r"^!(bilgi|uyari|uyarı|ipucu)\s+(.*)$")
_CODE = re.compile(r"`([^`\n]{1,400})`")
_BOLD = re.compile(r"\*\*([^*\n]{1,400})\*\*")
_ITALIC = re.compile(r"(?<![\w*])\*([^*\n]{1,400})\*(?![\w*])")
_PICTURE = re.compile(r"!\[([^\]\n]{0,200})\]\(dosya:(\d{1,12})\)")
_LINK = re.compile(
    r"\[([^\]\n]{1,200})\]\((https?://[^\s()<>\"]{1,500}|/[^\s()<>\"]{0,300}|mailto:[^\s()<>\"]{1,200})\)"
)
_NOTES = {"bilgi": "open", "uyari": "wait", "uyarı": "wait", "ipucu": "done"}
_TAGS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "code", "strong", "em", "a", "img", "table"),
    *("thead", "tbody", "tr", "th", "td", "div", "br", "kbd", "hr"),
}

Place = Callable[[int], str]
"""Where a picture of the article is served; "" for a file that is none of its own."""


def html(text: str, place: Place | None = None) -> str:
    """The text as HTML that may stand in a page."""
    drawn = _Drawing(place or (lambda key: "")).draw(text[:LONGEST])
    return nh3.clean(
        drawn,
        tags=_TAGS,
        attributes={"a": {"href"}, "img": {"src", "alt", "loading"}, "div": {"class", "data-kind"}, "th": {"scope"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def plain(text: str) -> str:
    """The words alone, for the search and for the first lines in a list."""
    bare = _PICTURE.sub(r"\1", text[:LONGEST])
    bare = _LINK.sub(r"\1", bare)
    bare = re.sub(r"^(#{1,3}\s+|!\w+\s+|\s*[-*•]\s+|>\s?)", "", bare, flags=re.M)
    return re.sub(r"[*`]+", "", bare.replace("|", " ")).strip()


class _Drawing:
    def __init__(self, place: Place) -> None:
        self.place = place
        self.out: list[str] = []
        self.words: list[str] = []
        self.list = ""
        self.item: list[str] = []

    def draw(self, text: str) -> str:
        lines = text.replace("\r\n", "\n").split("\n")
        at = 0
        while at < len(lines):
            at = self._line(lines, at)
        self._close()
        return "\n".join(self.out)

    def _line(self, lines: list[str], at: int) -> int:
        line = lines[at]
        if line.startswith("```"):
            self._close()
            end = next((place for place in range(at + 1, len(lines)) if lines[place].startswith("```")), len(lines))
            self.out.append(f"<pre><code>{escape(chr(10).join(lines[at + 1 : end]))}</code></pre>")
            return end + 1
        if found := _HEADING.match(line):
            self._close()
            level = len(found[1]) + 1
            self.out.append(f"<h{level}>{self._inline(found[2])}</h{level}>")
        elif found := _NOTE.match(line):
            self._close()
            self.out.append(
                f'<div class="kb-note" data-kind="{_NOTES[found[1]]}"><p>{self._inline(found[2])}</p></div>'
            )
        elif _ROW.match(line) and at + 1 < len(lines) and _RULED.match(lines[at + 1]):
            self._close()
            return self._table(lines, at)
        elif found := _ITEM.match(line):
            self._item("ul" if found[2] else "ol", found[4])
        elif line.startswith(">"):
            self._close()
            self.out.append(f"<blockquote><p>{self._inline(line[1:].strip())}</p></blockquote>")
        elif not line.strip():
            self._close()
        elif self.list:
            self.item.append(line.strip())
        else:
            self.words.append(line.strip())
        return at + 1

    def _item(self, kind: str, text: str) -> None:
        self._paragraph()
        if self.list != kind:
            self._end_list()
            self.list = kind
            self.out.append(f"<{kind}>")
        self._end_item()
        self.item = [text]

    def _table(self, lines: list[str], at: int) -> int:
        self.out.append("<table><thead><tr>")
        self.out += [f'<th scope="col">{self._inline(cell)}</th>' for cell in _cells(lines[at])]
        self.out.append("</tr></thead><tbody>")
        at += 2
        while at < len(lines) and _ROW.match(lines[at]):
            self.out.append(
                "<tr>" + "".join(f"<td>{self._inline(cell)}</td>" for cell in _cells(lines[at])) + "</tr>"
            )
            at += 1
        self.out.append("</tbody></table>")
        return at

    def _close(self) -> None:
        self._paragraph()
        self._end_list()

    def _paragraph(self) -> None:
        if self.words:
            self.out.append(f"<p>{self._inline(' '.join(self.words))}</p>")
            self.words = []

    def _end_item(self) -> None:
        if self.item:
            self.out.append(f"<li>{self._inline(' '.join(self.item))}</li>")
            self.item = []

    def _end_list(self) -> None:
        self._end_item()
        if self.list:
            self.out.append(f"</{self.list}>")
            self.list = ""

    def _inline(self, text: str) -> str:
        kept: list[str] = []

        def keep(markup: str) -> str:
            kept.append(markup)
            return f"\ue000{len(kept) - 1}\ue001"

        text = text.replace("\ue000", "").replace("\ue001", "")
        text = _CODE.sub(lambda found: keep(f"<code>{escape(found[1])}</code>"), text)
        text = _PICTURE.sub(lambda found: keep(self._picture(found[1], int(found[2]))), text)
        text = _LINK.sub(lambda found: keep(f'<a href="{escape(found[2])}">{escape(found[1])}</a>'), text)
        text = escape(text)
        text = _BOLD.sub(r"<strong>\1</strong>", text)
        text = _ITALIC.sub(r"<em>\1</em>", text)
        return re.sub("\ue000(\\d+)\ue001", lambda found: kept[int(found[1])], text)

    def _picture(self, words: str, key: int) -> str:
        where = self.place(key)
        return f'<img src="{escape(where)}" alt="{escape(words)}" loading="lazy">' if where else escape(words)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")][:12]
