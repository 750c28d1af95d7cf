"""Compile one Typst document; a program of its own, started by `services`, so that it can be stopped and bounded.

Reads {"files": {name: base64}, "fonts": [folder], "families": [name], "timestamp": seconds, "seconds": n,
"memory": bytes} as JSON from standard input. Writes the PDF to standard output, or an error to standard error and
leaves with 3 (the template is at fault) or 4 (a font family is missing). It sees no file but those given.
"""

import base64
import json
import re
import resource
import sys
import tempfile

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
        while True:
            try:
                pdf = typst.compile(
                    files,  # type: ignore[call-overload] # the package's types forget that it takes files in memory
                    root=nowhere,
                    font_paths=fonts,
                    format="pdf",
                    pdf_standards=["a-2b"],
                    timestamp=order["timestamp"],
                    package_path=nowhere,
                    package_cache_path=nowhere,
                )
            except typst.TypstError as fault:
                if _replace_unshown(files, fault.message):
                    continue
                sys.stderr.write(f"{fault.message}\n{fault.diagnostic}")
                return 3
            break
    sys.stdout.buffer.write(pdf)
    return 0


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
