"""What people are told about files."""

from konak.foundation.notify import Pace, Topic

ASSIGNED = Topic("cases.assigned", "Bana verilen dosya", "Bir dosya size verildiğinde.", mail=Pace.NOW)
NEW = Topic("cases.new_in_unit", "Birimime gelen dosya", "Biriminize, henüz kimseye verilmemiş bir dosya geldiğinde.")
MENTIONED = Topic(
    "cases.mentioned", "Benden söz edilmesi", "Bir açıklamada @kullanıcı.adı ile anıldığınızda.", mail=Pace.NOW
)
REMARKED = Topic("cases.remarked", "Dosyaya yazılması", "İzlediğiniz dosyaya açıklama, ek ya da bağlantı konduğunda.")
MOVED = Topic("cases.moved", "Dosyada işlem yapılması", "İzlediğiniz dosyanın durumu ya da üstleneni değiştiğinde.")
NEAR = Topic("cases.near", "Yaklaşan son gün", "Sizi bekleyen dosyanın son gününe iki iş günü kaldığında.")
OVERDUE = Topic("cases.overdue", "Geciken dosya", "Sizi bekleyen dosyanın son günü geçtiğinde.", mail=Pace.NOW)
ESCALATED = Topic(
    "cases.escalated",
    "Üst makama çıkan gecikme",
    "Sorumlu olduğunuz birimlerde bir dosya üç iş gününden çok geciktiğinde.",
    mail=Pace.NOW,
    urgent=True,
)
