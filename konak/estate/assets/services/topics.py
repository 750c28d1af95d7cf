"""What this app tells people."""

from konak.foundation.notify import Pace, Topic

OFFERED = Topic("assets.offered", "Zimmetime verilen taşınır", "Kabulünüzü bekleyen zimmetler.", mail=Pace.NOW)
OBJECTED = Topic("assets.objected", "İtiraz edilen zimmet", "Verdiğiniz ya da kaydını tuttuğunuz taşınıra itiraz.")
LOST = Topic(
    "assets.lost", "Kayıp ve hasar bildirimi", "Zimmetli kişinin bildirdiği kayıp ya da hasar.", mail=Pace.NOW
)
