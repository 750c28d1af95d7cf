"""How the story of a layer is told."""

LAYER_TOLD = {
    "open": ("katmanı açtı", "plus", "open"),
    "describe": ("tanımını değiştirdi", "pencil", ""),
    "add_field": ("alan ekledi", "columns", "open"),
    "change_field": ("alanın tanımını değiştirdi", "columns", ""),
    "remove_field": ("alanı kaldırdı", "columns", "late"),
    "grant": ("birime izin verdi", "user-plus", "open"),
    "take_back": ("birimin iznini geri aldı", "arrow-back-up", ""),
    "ask_publication": ("yayım onayı istedi", "send", "wait"),
    "approve_publish": ("yayımladı", "world", "done"),
    "approve_widen": ("daha çok kişiye açtı", "world", "done"),
    "approve_retire": ("yayımdan kaldırdı", "archive", "late"),
    "ask_load": ("dosya yükledi", "file-import", ""),
    "load": ("dosyayı katmana aldı", "database", "done"),
    "add_row": ("kayıt ekledi", "map-pin", "open"),
    "change_row": ("kaydı değiştirdi", "pencil", ""),
    "remove_row": ("kaydı sildi", "trash", "late"),
    "restore_row": ("kaydı geri getirdi", "history", "open"),
    "propose": ("düzenleme önerdi", "message", "wait"),
    "apply": ("öneriyi uyguladı", "check", "done"),
    "decline": ("öneriyi geri çevirdi", "ban", ""),
    "rule": ("kalite kuralı koydu", "list-check", ""),
    "drop_rule": ("kalite kuralını kaldırdı", "list-check", ""),
    "check": ("kaliteyi denetledi", "checklist", "done"),
    "export": ("dosya olarak aldı", "download", ""),
}
"""Verb of the trail → what it says, icon, colour."""
