"""How what is done to a system is told in its story."""

TOLD: dict[str, tuple[str, str, str]] = {
    "add": ("kütüğe ekledi", "plus", "open"),
    "import": ("listeden aktardı", "file-import", "open"),
    "edit": ("bilgilerini değiştirdi", "pencil", ""),
    "part": ("bileşenini yazdı", "stack-2", ""),
    "unpart": ("bileşenini kaldırdı", "stack-2", ""),
    "tie": ("arayüzünü yazdı", "link", ""),
    "untie": ("arayüzünü kaldırdı", "unlink", ""),
    "hand_over": ("sorumlusunu devretti", "transfer", "wait"),
    "retire": ("kullanımdan kaldırdı", "power", ""),
}
BOX_TOLD: dict[str, tuple[str, str, str]] = {
    "add": ("açtı", "plus", "open"),
    "edit": ("bilgilerini değiştirdi", "pencil", ""),
    "put_in": ("bir kişiye hak verdi", "user-plus", ""),
    "take_out": ("bir kişinin hakkını bitirdi", "user-minus", ""),
    "review": ("gözden geçirdi", "circle-check", "done"),
    "hand_over": ("sorumlusunu devretti", "transfer", "wait"),
    "close": ("kapattı", "lock", ""),
}
REVIEW_TOLD: dict[str, tuple[str, str, str]] = {
    "open": ("gözden geçirmeyi açtı", "calendar-check", "open"),
    "confirm": ("bilgileri doğruladı", "circle-check", "done"),
    "drop": ("gerek kalmadığını yazdı", "ban", ""),
}
