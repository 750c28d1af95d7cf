from collections.abc import Mapping

RECURRING_TOLD: Mapping[str, tuple[str, str, str]] = {
    "add": ("planı yazdı", "plus", "open"),
    "edit": ("planı değiştirdi", "pencil", ""),
    "pause": ("duraklattı", "player-pause", "wait"),
    "resume": ("sürdürdü", "player-play", "open"),
    "end": ("bitirdi", "ban", ""),
    "hand_over": ("sorumluluğu devretti", "user-check", ""),
}
