"""The handbook as pages: the small part of Markdown that it is written in, and nothing else.

Everything is escaped before a mark is read, so that a page of the handbook can hold no markup of its own.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from konak.foundation.db.turkish import fold

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
ITEM = re.compile(r"^(\s*)(?:[-*]|(\d+)\.)\s+(.*)$")


@dataclass(frozen=True, slots=True)
class Page:
    slug: str
    title: str
    html: SafeString


def folder() -> Path:
    return Path(settings.BASE) / "docs" / "handbook"


def pages() -> list[tuple[str, str]]:
    """Slug and title of every page, the first page first."""
    found = [(path.stem, _title(path.read_text("utf-8"), path.stem)) for path in sorted(folder().glob("*.md"))]
    return sorted(found, key=lambda page: (page[0] != "index", fold(page[1])))


def read(slug: str) -> Page | None:
    """One page, or None. The slug names a file of the handbook and can lead nowhere else."""
    path = folder() / f"{slug}.md"
    if not SLUG.fullmatch(slug) or not path.is_file():
        return None
    return _page(slug, path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _page(slug: str, path: Path, changed: int) -> Page:
    text = path.read_text("utf-8")
    return Page(slug, _title(text, slug), render(text))


def _title(text: str, otherwise: str) -> str:
    found = re.search(r"^#\s+(.+)$", text, re.M)
    return found[1].strip() if found else otherwise


def render(text: str) -> SafeString:
    """Markdown (headings, paragraphs, lists, tables, fences, quotes, emphasis, code, links) as HTML."""
    lines, html, at = text.replace("\r\n", "\n").split("\n"), [], 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
        elif line.lstrip().startswith("```"):
            end = next((i for i in range(at + 1, len(lines)) if lines[i].lstrip().startswith("```")), len(lines))
            html.append(f'<pre tabindex="0"><code>{escape(chr(10).join(lines[at + 1 : end]))}</code></pre>')
            at = end + 1
        elif heading := re.match(r"^(#{1,4})\s+(.*)$", line):
            level = len(heading[1])
            html.append(f'<h{level} id="{anchor(heading[2])}">{inline(heading[2])}</h{level}>')
            at += 1
        elif line.startswith("|") and at + 1 < len(lines) and re.match(r"^\|[\s:|-]+\|\s*$", lines[at + 1]):
            at = _table(lines, at, html)
        elif ITEM.match(line):
            at = _list(lines, at, html)
        elif line.startswith(">"):
            end = _while(lines, at, lambda one: one.startswith(">"))
            html.append(
                f"<blockquote><p>{inline(' '.join(one[1:].strip() for one in lines[at:end]))}</p></blockquote>"
            )
            at = end
        elif re.fullmatch(r"\s*(-{3,}|\*{3,})\s*", line):
            html.append("<hr>")
            at += 1
        else:
            end = _while(lines, at, _runs_on)
            html.append(f"<p>{inline(' '.join(one.strip() for one in lines[at:end]))}</p>")
            at = max(end, at + 1)
    return mark_safe("\n".join(html))  # noqa: S308 - every text went through escape()


def _runs_on(line: str) -> bool:
    """Whether a line belongs to the paragraph before it."""
    return bool(line.strip()) and not re.match(r"^(#{1,4}\s|```|\||>)", line) and not ITEM.match(line)


def anchor(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(heading)).strip("-")


def inline(text: str) -> str:
    """Code, strong, emphasis and links within a line. Links lead to pages of the handbook or to our own addresses."""
    kept: list[str] = []

    def keep(html: str) -> str:
        kept.append(html)
        return f"\x00{len(kept) - 1}\x00"

    text = escape(text.replace("\x00", ""))
    text = re.sub(r"`([^`]+)`", lambda found: keep(f"<code>{found[1]}</code>"), text)
    text = re.sub(r"\[([^\]]+)\]\(([^)\s]+)\)", lambda found: _link(found[1], found[2]), text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", text)
    text = re.sub(r"(?<![\w*])\*([^*\s][^*]*)\*(?!\w)", r"<em>\1</em>", text)
    return re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found[1])], text)


def _link(words: str, target: str) -> str:
    page = re.fullmatch(r"([a-z0-9-]+)\.md(#[\w-]+)?", target)
    if page:
        target = f"/yardim/{'' if page[1] == 'index' else page[1] + '/'}{page[2] or ''}"
    if not re.match(r"^(/(?!/)|#|https?://)", target):
        return words
    return f'<a href="{target}">{words}</a>'


def _while(lines: list[str], at: int, holds: Callable[[str], bool]) -> int:
    end = at
    while end < len(lines) and holds(lines[end]):
        end += 1
    return end


def _cells(line: str) -> list[str]:
    return [inline(cell.strip()) for cell in line.strip().strip("|").split("|")]


def _table(lines: list[str], at: int, html: list[str]) -> int:
    end = _while(lines, at, lambda one: one.startswith("|"))
    label = escape(", ".join(cell.strip() for cell in lines[at].strip().strip("|").split("|")))
    head = "".join(f'<th scope="col">{cell}</th>' for cell in _cells(lines[at]))
    rows = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in _cells(line)) + "</tr>" for line in lines[at + 2 : end]]
    html.append(
        f'<div class="k-table-wrap" role="region" aria-label="Tablo: {label}" tabindex="0"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )
    return end


def _list(lines: list[str], at: int, html: list[str]) -> int:
    """Items of one depth; what is indented below an item belongs to it."""
    first = ITEM.match(lines[at])
    assert first
    depth, tag = len(first[1]), "ol" if first[2] else "ul"
    items: list[str] = []
    while at < len(lines):
        item = ITEM.match(lines[at])
        if item and len(item[1]) == depth:
            words, at = [item[3]], at + 1
            while at < len(lines) and lines[at].strip() and not ITEM.match(lines[at]) and lines[at].startswith(" "):
                words.append(lines[at].strip())
                at += 1
            items.append(inline(" ".join(words)))
        elif item and len(item[1]) > depth and items:
            inner: list[str] = []
            at = _list(lines, at, inner)
            items[-1] += inner[0]
        else:
            break
    html.append(f"<{tag}>" + "".join(f"<li>{item}</li>" for item in items) + f"</{tag}>")
    return at
