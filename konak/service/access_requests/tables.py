"""How things are told: the words of the trail."""

Told = dict[str, tuple[str, str, str]]
REQUEST: Told = {
    "open": ("yetki istedi", "key", "open"),
    "approve": ("onayladı", "check", "done"),
    "release": ("onayladı, yürütmeye gönderdi", "checks", "done"),
    "prolong": ("süre uzatmayı onayladı", "calendar-time", "done"),
    "prolong_at_once": ("uzatmayı işledi", "calendar-time", "done"),
    "order": ("yürütmeye gönderdi", "arrow-forward-up", "open"),
    "return": ("eksiğini yazıp iade etti", "arrow-back-up", "late"),
    "refuse": ("uygun bulmadı", "x", "late"),
    "resubmit": ("düzeltip yeniden gönderdi", "send", "open"),
    "withdraw": ("vazgeçti", "ban", ""),
    "grant": ("yaptı ve kanıtladı", "circle-check", "done"),
    "hand_back": ("yapılamadığını bildirip geri gönderdi", "arrow-back-up", "late"),
    "void": ("gerek kalmadığı için kapattı", "ban", ""),
    "break_glass": ("acil erişimi açtı", "bolt", "late"),
    "uphold": ("acil erişimi yerinde buldu", "shield-check", "done"),
    "overrule": ("acil erişimi yersiz buldu", "shield-x", "late"),
    "climb": ("incelenmediğini üst makama bildirdi", "alert-triangle", "late"),
}
CAMPAIGN: Told = {
    "open": ("gözden geçirmeyi hazırladı", "list-check", "open"),
    "start": ("gözden geçirmeyi başlattı", "player-play", "open"),
    "decide": ("karar verdi", "checks", "done"),
    "hand_on": ("kararları devretti", "transfer", ""),
    "climb": ("gecikmeyi üst makama bildirdi", "alert-triangle", "late"),
    "close": ("kapattı ve raporu mühürledi", "lock", "done"),
    "cancel": ("iptal etti", "ban", ""),
}
MOVEMENT: Told = {
    "open": ("dosyayı açtı", "user-cog", "open"),
    "asked_by_personnel": ("dosyayı personel birimi adına istedi", "users", ""),
    "bind": ("kişiyi dosyaya bağladı", "user-check", "open"),
    "stuck": ("bir yetkiyi isteyemedi", "alert-triangle", "late"),
    "stays": ("başka makamı olduğunu gördü", "info-circle", ""),
    "take_effect": ("geçerlilik anını uyguladı", "clock", "wait"),
    "look_again": ("listeyi yeniledi", "refresh", ""),
    "settle": ("bir kalemi sonuçlandırdı", "check", "done"),
    "offer": ("bir kalemi devralacak kişiye sundu", "transfer", "wait"),
    "custody": ("zimmet kaydından kanıtladı", "device-laptop", "done"),
    "reschedule": ("geçerlilik anını değiştirdi", "calendar-time", "wait"),
    "close": ("dosyayı kapattı", "circle-check", "done"),
    "cancel": ("dosyayı iptal etti", "ban", ""),
}
ENTITLEMENT: Told = {
    "end": ("yetkiyi sona erdirdi", "lock", "wait"),
    "shorten": ("son günü öne aldı", "calendar-time", "wait"),
    "take_in": ("sistemde bulup kütüğe aldı", "plus", ""),
    "import": ("dosyadan aktardı", "file-import", ""),
}
RIGHT: Told = {"add": ("kataloğa ekledi", "plus", "done"), "change": ("tanımı değiştirdi", "pencil", "wait")}
ACCOUNT: Told = {
    "add": ("kütüğe aldı", "plus", "done"),
    "change": ("bilgilerini değiştirdi", "pencil", "wait"),
    "renew": ("sırrın yenilendiğini kaydetti", "refresh", "done"),
    "review": ("gözden geçirdi", "eye", "done"),
    "hand_over": ("sahibini değiştirdi", "transfer", "open"),
    "close": ("kapattı", "lock", ""),
}
