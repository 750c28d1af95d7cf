"""The door for machines to rights, requests, reviews and movements: the same services, the same words of refusal."""

from ninja import Router

from .movements import router as movements
from .requests import router as requests
from .reviews import router as reviews

router = Router()
router.add_router("", requests, tags=["Yetkiler"])
router.add_router("", reviews, tags=["Yetki gözden geçirme"])
router.add_router("", movements, tags=["Personel hareketleri"])

__all__ = ["router"]
