"""Text layer of a PDF. A scan has none: it is refused in words, never guessed at."""

import pypdfium2

from .structure import Unreadable

MAX_PAGES = 2_000


def pdf_text(data: bytes) -> str:
    """Words of all pages, a form feed between pages. Raises `Unreadable` for locked, broken and scanned files."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise Unreadable("Bu PDF parola ile korunuyor. Parolasız bir kopyasını yükleyin.") from error
        raise Unreadable("Bu PDF açılamadı; dosya bozuk ya da eksik olabilir.") from error
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise Unreadable(f"Bu PDF {count} sayfa. En çok {MAX_PAGES} sayfa okunur.")
        pages = [_page_text(document, number) for number in range(count)]
    finally:
        document.close()
    letters = sum(sum(map(str.isalnum, page)) for page in pages)
    if letters < 40 * max(1, min(count, 10)) and letters < 200:
        raise Unreadable(
            "Bu PDF taranmış bir görüntü; içinde metin katmanı yok. Belgeyi metin tanıma (OCR) işleminden geçirip "
            "ya da özgün Word dosyasını yükleyip yeniden deneyin."
        )
    return "\n\f".join(pages)


def _page_text(document: "pypdfium2.PdfDocument", number: int) -> str:
    try:
        page = document[number]
        words = page.get_textpage()
        text = str(words.get_text_range())
        words.close()
        page.close()
    except pypdfium2.PdfiumError:
        return ""
    # U+FFFE stands where a word was hyphenated at the line end
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-").replace("\x02", "-")
