import pytest
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import Client

from konak.foundation.people.models import User

PASSWORD = "dört mevsim yeşil bir çınar"


@pytest.fixture
def clerk(db):
    cache.clear()
    user = User.objects.create_user("ayse.yilmaz", PASSWORD, first_name="Ayşe", last_name="Yılmaz")
    yield user
    cache.clear()


def sign_in(client, username, password):
    return client.post("/giris/", {"login": username, "password": password})


def test_a_clerk_signs_in_and_lands_on_her_work(clerk):
    answer = sign_in(Client(), "ayse.yilmaz", PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_the_user_name_is_taken_in_any_case(clerk):
    assert sign_in(Client(), " AYSE.YILMAZ ", PASSWORD).status_code == 302


def test_a_wrong_password_and_an_unknown_name_get_the_same_words(clerk):
    words = "Kullanıcı adı ya da parola doğru değil."
    wrong = sign_in(Client(), "ayse.yilmaz", "yanlış").content.decode()
    unknown = sign_in(Client(), "kimse", "yanlış").content.decode()
    assert (wrong.count(words), unknown.count(words)) == (1, 1)
    assert 'value="ayse.yilmaz"' in wrong


def test_after_five_wrong_passwords_the_right_one_waits_too(clerk):
    client = Client()
    for _ in range(5):
        sign_in(client, "ayse.yilmaz", "yanlış")
    answer = sign_in(client, "ayse.yilmaz", PASSWORD)
    assert answer.status_code == 200
    assert "giriş bir süre kapatıldı" in answer.content.decode()


def test_a_closed_account_does_not_open(clerk):
    clerk.is_active = False
    clerk.save()
    assert sign_in(Client(), "ayse.yilmaz", PASSWORD).status_code in {200, 302}
    client = Client()
    sign_in(client, "ayse.yilmaz", PASSWORD)
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up_by_himself(db):
    page = Client().post("/giris/kayit/", {"username": "davetsiz", "password1": PASSWORD, "password2": PASSWORD})
    assert "Hesapları yöneticiler açar" in page.content.decode()
    assert User.objects.filter(username="davetsiz").exists() is False


def test_a_new_password_follows_the_rules_and_the_page_tells_them(clerk):
    client = Client()
    client.force_login(clerk, "allauth.account.auth_backends.AuthenticationBackend")
    assert "En az 12 karakter" in client.get("/parola/degistir/").content.decode()
    short = client.post("/parola/degistir/", {"oldpassword": PASSWORD, "password1": "kısa", "password2": "kısa"})
    assert short.status_code == 200
    fresh = "beş mevsim mor bir erguvan"
    changed = client.post("/parola/degistir/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh})
    assert changed.status_code == 302
    clerk.refresh_from_db()
    assert clerk.check_password(fresh)


def test_signing_out_asks_and_then_says_so(clerk):
    client = Client()
    client.force_login(clerk, "allauth.account.auth_backends.AuthenticationBackend")
    assert "Oturumu kapat" in client.get("/cikis/").content.decode()
    page = client.post("/cikis/", follow=True)
    assert "Oturumunuz kapatıldı." in page.content.decode()


@pytest.mark.parametrize("path", ["/giris/", "/giris/kapali/", "/giris/kayit/", "/parola/unuttum/"])
def test_the_pages_of_the_door_are_open_and_in_our_own_frame(db, path):
    page = Client().get(path)
    assert page.status_code == 200
    assert '<html lang="tr">' in page.content.decode()
    assert 'class="k-public"' in page.content.decode()


def test_a_form_from_an_old_page_is_refused_in_words(db):
    answer = Client(enforce_csrf_checks=True).post("/giris/", {"login": "x", "password": "y"})
    assert answer.status_code == 403
    assert "Sayfanın süresi dolmuş" in answer.content.decode()


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "405", "413", "429", "500"])
def test_every_error_page_says_what_happened_and_where_to_go(db, code, rf):
    request = rf.get("/")
    page = render_to_string(f"{code}.html", {"number": "AB12CD34"}, request if code != "500" else None)
    assert page.count("<h1>") == 1
    assert 'href="/"' in page
    assert ("AB12CD34" in page) is (code == "500")
