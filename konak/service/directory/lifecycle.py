from konak.foundation.announce import Announcement
from konak.foundation.notify import Pace, Topic

from . import access

SYNCED = Announcement("directory.synced", "Dizin eşitlemesi tamamlandı", ("run_id",))
STOPPED = Announcement("directory.stopped", "Dizin eşitlemesi kimseyi kapatmadan durduruldu", ("run_id",))
ACCOUNT_CLOSED = Announcement(
    "directory.account_closed", "Bir hesap dizin ya da SCIM nedeniyle kapandı", ("user_id",)
)
SIGNED_IN_TO = Announcement(
    "directory.signed_in_to", "Bir kişi Konak hesabıyla başka bir sisteme girdi", ("user_id", "client_id")
)

GUARDED = Topic(
    "directory.guarded",
    "Dizin eşitlemesi durduruldu",
    "Eşitleme kimseyi kapatmadan durdu: yanıt boş, yarım ya da kapanacak hesap çok.",
    mail=Pace.NOW,
    urgent=True,
    needs=access.SYNC,
)
UNDECIDED = Topic(
    "directory.undecided",
    "Karar bekleyen dizin farkları",
    "Eşleşmeyen kişi, birim ya da görevlendirme önerisi var.",
    mail=Pace.DAILY,
    needs=access.DECIDE,
)
