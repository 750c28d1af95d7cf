"""What people are told about files."""

from konak.foundation.notify import Pace, Topic

ORDER = 10
"""Files come first on the page of preferences."""

ASSIGNED = Topic("cases.assigned", "Bana verilen dosya", "Bir dosya size verildiğinde.", mail=Pace.NOW, order=ORDER)
NEW = Topic(
    "cases.new_in_unit",
    "Birimime gelen dosya",
    "Biriminize, henüz kimseye verilmemiş bir dosya geldiğinde.",
    order=ORDER,
)
MENTIONED = Topic(
    "cases.mentioned",
    "Benden söz edilmesi",
    "Bir açıklamada @kullanıcı.adı ile anıldığınızda.",
    mail=Pace.NOW,
    order=ORDER,
)
REMARKED = Topic(
    "cases.remarked", "Dosyaya yazılması", "İzlediğiniz dosyaya açıklama, ek ya da bağlantı konduğunda.", order=ORDER
)
MOVED = Topic(
    "cases.moved", "Dosyada işlem yapılması", "İzlediğiniz dosyanın durumu ya da üstleneni değiştiğinde.", order=ORDER
)
NEAR = Topic(
    "cases.near", "Yaklaşan son gün", "Sizi bekleyen dosyanın son gününe iki iş günü kaldığında.", order=ORDER
)
OVERDUE = Topic(
    "cases.overdue", "Geciken dosya", "Sizi bekleyen dosyanın son günü geçtiğinde.", mail=Pace.NOW, order=ORDER
)
ESCALATED = Topic(
    "cases.escalated",
    "Üst makama çıkan gecikme",
    "Sorumlu olduğunuz birimlerde bir dosya üç iş gününden çok geciktiğinde.",
    mail=Pace.NOW,
    urgent=True,
    order=ORDER,
)
