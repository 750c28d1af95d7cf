"""Compile one Typst document; a program of its own, started by `services`, so that it can be stopped and bounded.

Reads {"files": {name: base64}, "fonts": [folder], "families": [name], "timestamp": seconds, "seconds": n,
"memory": bytes, "standard": "a-2b"} as JSON from standard input. With "many", a list of contents of data.json, it
compiles one document for each and writes the length of each before it. Writes the PDF to standard output, or an
error to standard error and leaves with 3 (the template is at fault) or 4 (a font family is missing). It sees no file
but those given.
"""

import base64
import json
import re
import resource
import sys
import tempfile
from typing import Any

import typst

SHOWN_INSTEAD = "□"
_UNSHOWN = re.compile(r'the text `?"(.+?)"`? could not be displayed')


def main() -> int:
    order = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"]))
    resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
    fonts = typst.Fonts(include_system_fonts=not order["fonts"], font_paths=order["fonts"])
    if missing := [family for family in order["families"] if family not in fonts.families()]:
        sys.stderr.write(", ".join(missing))
        return 4
    files = {name: base64.b64decode(content) for name, content in order["files"].items()}
    with tempfile.TemporaryDirectory() as nowhere:
        for data in order.get("many") or [None]:
            if data is not None:
                files["data.json"] = base64.b64decode(data)
            try:
                pdf = _document(files, fonts, nowhere, order)
            except typst.TypstError as fault:
                sys.stderr.write(f"{fault.message}\n{fault.diagnostic}")
                return 3
            if data is not None:
                sys.stdout.buffer.write(len(pdf).to_bytes(8, "big"))
            sys.stdout.buffer.write(pdf)
    return 0


def _document(files: dict[str, bytes], fonts: typst.Fonts, nowhere: str, order: dict[str, Any]) -> bytes:
    while True:
        try:
            pdf: bytes = typst.compile(
                files,  # type: ignore[call-overload] # the package's types forget that it takes files in memory
                root=nowhere,
                font_paths=fonts,
                format="pdf",
                pdf_standards=[order.get("standard", "a-2b")],
                timestamp=order["timestamp"],
                package_path=nowhere,
                package_cache_path=nowhere,
            )
            return pdf
        except typst.TypstError as fault:
            if not _replace_unshown(files, fault.message):
                raise


def _replace_unshown(files: dict[str, bytes], message: str) -> bool:
    """Put a box for a sign no font has: PDF/A does not allow gaps, and an emoji must not stop a letter."""
    found = _UNSHOWN.search(message)
    if not found:
        return False
    letters = re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), found[1])
    text = files["data.json"].decode()
    for letter in letters:
        text = text.replace(letter, SHOWN_INSTEAD)
    if text.encode() == files["data.json"]:
        return False
    files["data.json"] = text.encode()
    return True


if __name__ == "__main__":
    sys.exit(main())
