"""What this app tells to those above it."""

from konak.foundation.announce import Announcement

PUBLISHED = Announcement("knowledge.published", "Bir bilgi makalesi yayımlandı", ("article",))
RETIRED = Announcement("knowledge.retired", "Bir bilgi makalesi yayından kaldırıldı", ("article",))
