from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.service.desk"
    label = "desk"
    verbose_name = "Destek portalı"

    def ready(self) -> None:
        from konak.foundation.ui import slots

        from .models import Ticket

        slots.verbs(
            Ticket,
            {
                "open": ("talebi açtı", "lifebuoy", "open"),
                "take": ("talebi üstlendi", "user-check", "open"),
                "assign": ("talebi birine verdi", "user-plus", "open"),
                "unassign": ("talebi ekibe bıraktı", "users", ""),
                "ask": ("talep sahibinden bilgi istedi", "user-question", "wait"),
                "refer": ("talebi üçüncü tarafa iletti", "truck", "wait"),
                "resume": ("talebi işleme döndürdü", "player-play", "open"),
                "reply": ("istenen bilgiyi yazdı", "message", "open"),
                "write": ("yanıt yazdı", "message", ""),
                "answer": ("talebi yanıtladı", "message-circle", "open"),
                "note": ("iç not yazdı", "note", ""),
                "seek_approval": ("talebi onaya gönderdi", "rubber-stamp", "wait"),
                "no_approver": (
                    "onaylayacak üst makam bulunmadığı için talebi doğrudan işleme aldı",
                    "info-circle",
                    "",
                ),
                "approve": ("talebi onayladı", "circle-check", "done"),
                "decline": ("talebi onaylamadı", "ban", "late"),
                "solve": ("talebi çözdü", "circle-check", "done"),
                "confirm": ("çözümü onayladı", "thumb-up", "done"),
                "close": ("talebi kapattı", "archive", ""),
                "reopen": ("sorunun sürdüğünü bildirdi", "refresh", "late"),
                "rate": ("memnuniyetini bildirdi", "star", ""),
                "withdraw": ("talebi geri çekti", "arrow-back-up", ""),
                "merge": ("talebi başka bir taleple birleştirdi", "git-merge", ""),
                "absorb": ("bir talebi bununla birleştirdi", "git-merge", ""),
                "classify": ("talebin sınıfını değiştirdi", "tag", ""),
                "escalate": ("süre kuralını işletti", "alarm", "late"),
                "again": ("aynı olayı yeniden bildirdi", "broadcast", ""),
            },
        )
