"""Handing a stored file to a browser without trusting it."""

import io

from django.http import FileResponse

from . import kinds, names
from .models import Scan, StoredFile
from .queries import Missing, open_blob, why_gone

_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"


def serve(stored: StoredFile, *, attachment: bool = False) -> FileResponse:
    """The response that downloads a file; PDF, PNG and JPEG are shown in the browser unless `attachment` is set.

    The caller has checked that the reader may see the file. The content may not run anything, whatever it holds:
    no sniffing, an empty content policy, and a sandbox except for PDF, which browsers refuse to show inside one.
    """
    if stored.blob.scan == Scan.INFECTED:
        words = "Bu dosyada sonradan zararlı yazılım bulundu; açılamaz. Bilgi güvenliği sorumlusuna başvurun."
        return FileResponse(io.BytesIO(words.encode()), status=403, content_type="text/plain; charset=utf-8")
    try:
        content = open_blob(stored)
    except Missing:
        words = why_gone(stored.blob_id)
        if not words:
            raise
        return FileResponse(io.BytesIO(words.encode()), status=410, content_type="text/plain; charset=utf-8")
    kind = next((kind for kind in kinds.KINDS if kind.media_type == stored.media_type), None)
    inline = kind is not None and kind.inline and not attachment
    response = FileResponse(content, content_type=stored.media_type if inline else _harmless(stored.media_type))
    response["Content-Length"] = str(stored.blob.size)
    response["Content-Disposition"] = names.disposition(stored.name, attachment=not inline)
    response["X-Content-Type-Options"] = "nosniff"
    sandbox = "" if inline and stored.media_type == "application/pdf" else "; sandbox"
    response["Content-Security-Policy"] = _NOTHING + sandbox
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'"{stored.blob_id}"'
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _harmless(media_type: str) -> str:
    if media_type.startswith("text/"):
        # Text of unknown encoding must not be guessed into markup.
        return "application/octet-stream" if media_type == "text/html" else media_type
    return media_type
