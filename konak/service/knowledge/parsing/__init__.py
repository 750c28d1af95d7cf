"""The markup of articles: a small Markdown as safe HTML and as bare text, and two texts compared word by word."""

from .compare import Piece, compared
from .markdown import html, plain

__all__ = ["Piece", "compared", "html", "plain"]
