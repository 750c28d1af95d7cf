"""How what is done here is told in stories."""

CONNECTION_TOLD: dict[str, tuple[str, str, str]] = {
    "add": ("bağlantıyı kurdu", "plus", "open"),
    "edit": ("bağlantıyı değiştirdi", "pencil", ""),
    "rule": ("birim eşlemesi yazdı", "link", ""),
    "unrule": ("birim eşlemesini kaldırdı", "unlink", ""),
}
RUN_TOLD: dict[str, tuple[str, str, str]] = {
    "start": ("eşitlemeyi başlattı", "player-play", "open"),
    "break": ("yarıda kaldı", "alert-triangle", "late"),
    "approve": ("sınırı aşan eşitlemeyi onayladı", "circle-check", "wait"),
    "abandon": ("eşitlemeyi bıraktı", "ban", ""),
    "finish": ("eşitlemeyi tamamladı", "circle-check", "done"),
}
DIFFERENCE_TOLD: dict[str, tuple[str, str, str]] = {
    "decide": ("farkı çözdü", "circle-check", "done"),
    "leave": ("farkı olduğu gibi bıraktı", "ban", ""),
}
ISSUER_TOLD: dict[str, tuple[str, str, str]] = {
    "add": ("oturum sağlayıcıyı yazdı", "plus", "open"),
    "edit": ("oturum sağlayıcıyı değiştirdi", "pencil", ""),
}
CLIENT_TOLD: dict[str, tuple[str, str, str]] = {
    "add": ("Konak ile oturumu açtı", "plus", "open"),
    "edit": ("bilgilerini değiştirdi", "pencil", ""),
    "renew": ("sırrı yeniledi", "refresh", "wait"),
    "close": ("Konak ile oturumu kapattı", "lock", ""),
    "reopen": ("Konak ile oturumu yeniden açtı", "circle-check", "done"),
    "rotate": ("imza anahtarını yeniledi", "key", "wait"),
    "sign_in": ("sisteme girdi", "login-2", ""),
}
GROUP_TOLD: dict[str, tuple[str, str, str]] = {
    "add": ("grubu kurdu", "plus", "open"),
    "edit": ("grubu değiştirdi", "pencil", ""),
    "remove": ("grubu kaldırdı", "ban", ""),
}
PERSON_TOLD: dict[str, tuple[str, str, str]] = {
    "linked": ("dizin kaydıyla eşlendi", "link", ""),
    "unlinked": ("dizin kaydından ayrıldı", "unlink", ""),
    "linked_issuer": ("başka bir sağlayıcıyla ilk kez girdi", "login-2", ""),
    "synced": ("bilgileri dizinden güncellendi", "refresh", ""),
    "created": ("hesabı dizinden açıldı", "user-plus", "open"),
    "sign_in_way": ("giriş yolu değişti", "key", ""),
    "scim_add": ("hesabı SCIM ile açıldı", "user-plus", "open"),
    "scim_again": ("hesabı SCIM ile yeniden kuruldu", "user-plus", "open"),
    "scim_edit": ("bilgileri SCIM ile değişti", "refresh", ""),
}
