from django.urls import path

from .views import checking, people, service, tray

app_name = "esignature"
urlpatterns = [
    path("dogrula/", checking.check, name="check"),
    path("dogrula/<str:code>/", checking.check, name="check_code"),
    path("imza/", tray.index, name="tray"),
    path("imza/gonderilenler/", tray.sent, name="sent"),
    path("imza/sertifikalarim/", service.mine, name="mine"),
    path("imza/sertifikalarim/basvur/", service.apply, name="apply"),
    path("imza/sertifikalarim/mobil/", service.apply_mobile, name="apply_mobile"),
    path("imza/sertifikalarim/ariza/", service.fault, name="fault"),
    path("imza/sertifikalar/", service.certificates, name="certificates"),
    path("imza/kisiler/", people.people, name="people"),
    path("imza/damgalar/", people.stamps, name="stamps"),
    path("imza/sertifikalar/<int:pk>/", people.certificate, name="certificate"),
    path("imza/sertifikalar/<int:pk>/durum/", service.status, name="status"),
    path("imza/aygitlar/", service.devices, name="devices"),
    path("imza/aygitlar/ekle/", service.add_device, name="add_device"),
    path("imza/aygitlar/<int:pk>/teslim/", service.move_device, name="move_device"),
    path("imza/aygitlar/<int:pk>/durum/", service.take_back, name="take_back"),
    path("imza/basvurular/", service.requests, name="requests"),
    path("imza/basvurular/<str:number>/adim/<str:step>/", service.step, name="step"),
    path("imza/mobil/", service.lines, name="lines"),
    path("imza/mobil/<str:number>/olay/", service.event, name="event"),
    path("imza/mobil/<str:number>/onay/", service.mobile_step, {"step": "approve"}, name="mobileapplication_approve"),
    path("imza/mobil/<str:number>/ret/", service.mobile_step, {"step": "refuse"}, name="mobileapplication_refuse"),
    path("imza/mobil/<str:number>/gonder/", service.mobile_step, {"step": "send"}, name="mobileapplication_send"),
    path("imza/mobil/<str:number>/ac/", service.mobile_step, {"step": "activate"}, name="mobileapplication_activate"),
    path("imza/mobil/<str:number>/kapat/", service.mobile_step, {"step": "close"}, name="mobileapplication_close"),
    path("imza/sira/<int:turn>/iade/", tray.hand_back, name="hand_back"),
    path("imza/sira/<int:turn>/telefon/", tray.by_phone, name="by_phone"),
    path("imza/telefon/<uuid:key>/", tray.phone, name="phone"),
    path("imza/<uuid:key>/", tray.record, name="request"),
    path("imza/<uuid:key>/geri-cek/", tray.withdraw, name="withdraw"),
    path("imza/<uuid:key>/dosya/<str:which>/", tray.file, name="file"),
]
