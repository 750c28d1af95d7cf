"""How what is done to movables is told in their stories."""

from konak.foundation.ui.slots import Verb

ASSET: dict[str, Verb] = {
    "register": ("taşınırı kaydetti", "plus", "open"),
    "import": ("taşınırı içeri aktardı", "file-import", "open"),
    "edit": ("bilgileri değiştirdi", "pencil", ""),
    "move": ("yerini değiştirdi", "map-pin", ""),
    "part": ("parçası olduğu taşınırı değiştirdi", "puzzle", ""),
    "attach": ("ek koydu", "paperclip", ""),
    "repair": ("onarıma verdi", "tool", "wait"),
    "repaired": ("onarımdan aldı", "tool", "done"),
    "agent": ("envanter bildirimini işledi", "refresh", ""),
    "agent_take": ("ajanın bildirdiğini aldı", "refresh", ""),
    "agent_keep": ("ajanın bildirdiğine karşı kayıttakini korudu", "lock", ""),
    "dismantle": ("sökülmesi için hurdaya gönderdi", "puzzle", "wait"),
    "assemble": ("parçalardan üretti", "puzzle", "done"),
    "custody_offer": ("zimmete verdi", "user-plus", "wait"),
    "custody_accept": ("zimmeti kabul etti", "user-check", "done"),
    "custody_object": ("zimmete itiraz etti", "user-off", "late"),
    "custody_cancel": ("teslimi geri çekti", "arrow-back-up", ""),
    "custody_return": ("ambara iade aldı", "arrow-back-up", "open"),
    "custody_loss": ("kayıp ya da hasar bildirdi", "alert-triangle", "late"),
    "transfer_in": ("devir aldı", "transfer", "open"),
    "out_transfer_out": ("devretti", "package-export", "wait"),
    "out_handed_out": ("başka idareye devretti", "package-export", ""),
    "out_sale": ("satış çıkışını yaptı", "package-export", ""),
    "out_loss": ("kayıttan düştü: kayıp, noksan", "trash", "late"),
    "out_scrap": ("hurdaya ayırdı", "recycle", ""),
    "out_donated": ("bağış çıkışını yaptı", "package-export", ""),
    "out_recode_out": ("kod değişikliği çıkışını yaptı", "package-export", ""),
    "reversed": ("ters kayıtla geri aldı", "rotate", "late"),
}
RECEIPT: dict[str, Verb] = {
    "open": ("fişi açtı", "file-plus", "open"),
    "edit": ("taslağı değiştirdi", "pencil", ""),
    "prepare": ("kontrole gönderdi", "send", "wait"),
    "record": ("deftere işledi", "notebook", "open"),
    "approve": ("onayladı, fiş kesinleşti", "circle-check", "done"),
    "control": ("kontrol etti", "checks", "done"),
    "send_back": ("düzeltilmek üzere iade etti", "arrow-back-up", "late"),
    "tell": ("muhasebeye bildirdi", "building-bank", "done"),
    "reverse": ("ters kayıtla kapattı", "rotate", "late"),
    "cancel": ("taslaktan vazgeçti", "ban", ""),
}
ARRANGED: dict[str, Verb] = {
    "import": ("listeden aldı", "file-import", "open"),
    "add": ("ekledi", "plus", "open"),
    "edit": ("değiştirdi", "pencil", ""),
    "officers": ("taşınır yetkililerini değiştirdi", "users", "wait"),
    "close_year": ("hesap yılını kapattı", "lock", "done"),
}
REQUEST: dict[str, Verb] = {
    "open": ("istedi", "clipboard-list", "open"),
    "grant": ("uygun gördü", "circle-check", "done"),
    "give": ("karşıladı", "package-export", "done"),
    "refuse": ("uygun görmedi", "ban", "late"),
    "turn_down": ("karşılanamayacağını bildirdi", "ban", "late"),
    "withdraw": ("isteği geri aldı", "arrow-back-up", ""),
}
