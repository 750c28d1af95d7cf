"""What a text message costs: GSM-7 with the Turkish single shift (3GPP TS 23.038), parts, and what must be rewritten.

An ordinary letter is one septet. The letters Ğ İ Ş ç ğ ı ş stand in the Turkish shift table and take two, as do the
signs of the extension table. A message that uses the Turkish table says so in its header, which takes five septets.
"""

import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€")
TURKISH = frozenset("ĞİŞçğış")
REWRITTEN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‑": "-", "…": "...", "·": "-"}
    | {"\u00a0": " ", "\t": " ", "â": "a", "î": "i", "û": "u", "Â": "A", "Î": "İ", "Û": "U", "₺": "TL", "•": "-"}
)
SINGLE, PART = 160, 153
SINGLE_TURKISH, PART_TURKISH = 155, 149


def plain(text: str) -> str:
    """The same words in letters a text message has; what has no likeness becomes a question mark."""
    found = []
    for letter in unicodedata.normalize("NFC", text).translate(REWRITTEN):
        if letter in BASIC or letter in EXTENDED or letter in TURKISH:
            found.append(letter)
        elif not unicodedata.combining(letter):
            bare = unicodedata.normalize("NFKD", letter)[:1]
            found.append(bare if bare in BASIC else "?")
    return "".join(found).replace("\r", "")


def septets(letter: str) -> int:
    return 1 if letter in BASIC else 2


def parts(text: str) -> int:
    """How many messages a text of `plain` letters is; a shifted letter is never torn in two."""
    turkish = any(letter in TURKISH for letter in text)
    if sum(map(septets, text)) <= (SINGLE_TURKISH if turkish else SINGLE):
        return 1
    room, count, used = (PART_TURKISH if turkish else PART), 1, 0
    for letter in text:
        if used + septets(letter) > room:
            count, used = count + 1, 0
        used += septets(letter)
    return count


def fitted(text: str, most: int) -> str:
    """The text in at most so many parts. An address at its end is kept; the words before it are shortened."""
    text = plain(text)
    if parts(text) <= most:
        return text
    head, found, link = text.rpartition(" http")
    tail = f"{found}{link}" if found and parts(f"...{found}{link}") <= most else ""
    words = head if tail else text
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if parts(f"{words[:middle].rstrip()}...{tail}") <= most else (low, middle - 1)
    return f"{words[:low].rstrip()}...{tail}"
