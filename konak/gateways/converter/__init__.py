"""Office programs behind a wall: what came is looked through, made a PDF/A, and read by recognition.

LibreOffice, OCRmyPDF and Tesseract are programs of the computer; they run without a network where the system allows
it, in an empty home of their own, with bounds of time, memory and file size. Nothing here knows a document of ours.
"""

import logging

# it tells every start of a program that it is there
logging.getLogger("pikepdf._core").setLevel(logging.WARNING)
