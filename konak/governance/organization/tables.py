"""How what is done to the organisation is told."""

TOLD: dict[str, tuple[str, str, str]] = {
    "revise": ("öneriyi yeniden yazdı", "edit", ""),
    "add_change": ("öneriye bir değişiklik ekledi", "plus", "open"),
    "drop_change": ("öneriden bir değişiklik çıkardı", "minus", ""),
    "ask": ("birimlerden görüş istedi", "message-report", "wait"),
    "opine": ("biriminin görüşünü verdi", "message", "open"),
    "drop_request": ("bir görüş isteğini kaldırdı", "message", ""),
    "submit": ("onaya sundu", "send", "wait"),
    "return": ("düzeltilmek üzere geri gönderdi", "arrow-back-up", "late"),
    "approve": ("değişikliği onayladı", "rubber-stamp", "done"),
    "order": ("Başkanlık emriyle onayladı", "rubber-stamp", "done"),
    "reject": ("uygun görmedi", "x", "late"),
    "withdraw": ("öneriyi geri çekti", "arrow-back-up", "closed"),
    "undo": ("onayı gününden önce geri aldı", "arrow-back-up", "late"),
    "apply": ("değişikliği yürürlüğe koydu", "circle-check", "done"),
    "unit_moved": ("dosyayı devralan birime geçirdi", "transfer", ""),
}
REGISTRY_TOLD: dict[str, tuple[str, str, str]] = {
    "open": ("değişiklik yürürlüğe girdi, DETSİS bildirimi açıldı", "building-bank", "open"),
    "submit": ("DETSİS'e bildirdi", "send", "wait"),
    "confirm": ("DETSİS kaydını doğruladı", "circle-check", "done"),
    "return": ("DETSİS'in kabul etmediğini yazdı", "arrow-back-up", "late"),
    "drop": ("bildirim gerekmediğini yazdı", "ban", ""),
}
UNIT_TOLD: dict[str, tuple[str, str, str]] = {
    "describe": ("birimin bilgilerini değiştirdi", "edit", ""),
    "set_post": ("norm kadroyu değiştirdi", "id-badge-2", "open"),
    "end_post": ("bir kadroyu kaldırdı", "id-badge-2", ""),
    "set_group": ("bir grubu değiştirdi", "users-group", ""),
    "add_document": ("birim belgesi ekledi", "file-certificate", "done"),
    "supervise": ("birimin bağlı olduğu yöneticiyi değiştirdi", "arrow-up-right", "wait"),
    "set_rule": ("onay kuralı ekledi", "gavel", "wait"),
}
