"""How much of a regulation the installed apps can prove, without a database."""

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol, TypedDict

from konak.foundation.evidence import Capability

from ..parsing.structure import Document
from .binding import accepted, suggest
from .duties import duties_of

HasEvidence = Callable[[Capability], bool]


class TextCoverage(TypedDict):
    """`duties` found, `bound` to a capability at or above the threshold, `with_evidence` among the bound ones."""

    name: str
    duties: int
    bound: int
    with_evidence: int


class Coverage(TypedDict):
    texts: list[TextCoverage]


def nothing_proved(_: Capability) -> bool:
    """Without a database nobody can say that a capability was ever used: `with_evidence` is 0."""
    return False


def coverage(
    documents: Iterable[tuple[str, Document]],
    capabilities: Sequence[Capability],
    has_evidence: HasEvidence = nothing_proved,
) -> Coverage:
    """Duties, bound duties and duties with evidence for each named text.

    `has_evidence` says whether a capability has at least one dated record; with a database pass
    `lambda entry: entry.count(None, today) > 0`.
    """
    proved = {entry.code: has_evidence(entry) for entry in capabilities}
    texts: list[TextCoverage] = []
    for name, document in documents:
        duties = duties_of(document)
        bindings = [accepted(suggest(duty.text, capabilities, context=duty.responsible.name)) for duty in duties]
        bound = [binding for binding in bindings if binding]
        evident = sum(any(proved[entry.capability.code] for entry in binding) for binding in bound)
        texts.append({"name": name, "duties": len(duties), "bound": len(bound), "with_evidence": evident})
    return {"texts": texts}


class Reader(Protocol):
    """Turns a file into a read document."""

    def __call__(self, path: Path, /) -> Document: ...


def coverage_of_files(
    files: Sequence[str], read: Reader, capabilities: Sequence[Capability], has_evidence: HasEvidence = nothing_proved
) -> Coverage:
    """The same for files, named by their file name without its ending."""
    return coverage([(Path(file).stem, read(Path(file))) for file in files], capabilities, has_evidence)


def as_json(result: Coverage) -> str:
    return json.dumps(result, ensure_ascii=False)


def as_table(result: Coverage) -> str:
    """The figures as a small Turkish table for the terminal."""
    lines = [f"{'metin':<45} {'görev':>6} {'bağlı':>6} {'kanıtlı':>8}"]
    for text in result["texts"]:
        share = f"{text['bound'] / text['duties']:.0%}" if text["duties"] else "–"
        lines.append(
            f"{text['name']:<45} {text['duties']:>6} {text['bound']:>6} {text['with_evidence']:>8}  ({share})"
        )
    return "\n".join(lines)
