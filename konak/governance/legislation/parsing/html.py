"""Words of a web page, one block a line, lists with the labels a browser would print."""

from html.parser import HTMLParser

from .marks import to_roman

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "thead",
        "tr",
        "ul",
        "title",
        "caption",
    ]
)
_SILENT = frozenset(["script", "style", "head", "noscript", "template", "svg", "select", "button"])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0
        self._lists: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        if tag in _BLOCKS:
            self.parts.append("\n")
        found = dict(attrs)
        if tag in ("ol", "ul"):
            start = found.get("start") or "1"
            kind = (found.get("type") or "1") if tag == "ol" else "•"
            self._lists.append((kind, int(start) if start.isdigit() and len(start) < 5 else 1))
        elif tag == "li" and self._lists:
            kind, number = self._lists[-1]
            self._lists[-1] = (kind, number + 1)
            self.parts.append(list_label(kind, number))
        elif tag in ("td", "th"):
            self.parts.append(" | ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        if tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data.replace("\n", " "))


def list_label(kind: str, number: int) -> str:
    """The label of the n-th item of a list: kinds 1, a, A, i, I as in HTML, anything else is a bullet."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    if kind in ("a", "A"):
        turns, place = divmod(number - 1, 26)
        label = letters[place] * (turns + 1)
        return f"{label.upper() if kind == 'A' else label}) "
    if kind in ("i", "I"):
        label = to_roman(number)
        return f"{label if kind == 'I' else label.lower()}) "
    return f"{number}. " if kind == "1" else "• "


def html_text(markup: str) -> str:
    """The visible words of `markup`; broken mark-up is read as far as it goes."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    result: list[str] = []
    for line in lines:
        clean = line.strip("| ") if line.count("|") < 2 else line
        if clean or (result and result[-1]):
            result.append(clean)
    return "\n".join(result)
