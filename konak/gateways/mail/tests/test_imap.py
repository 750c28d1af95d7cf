"""A mailbox on a real Dovecot: listing by UID, fetching, moving, and everything that may go wrong on the line."""

import socket
import threading

import pytest

from konak.gateways.mail import imap
from konak.gateways.mail.tests.dovecot import PASSWORD, serving

USER = "destek"


def mail(subject, size=0):
    text = f"From: a@deneme.example\r\nSubject: {subject}\r\nMessage-ID: <{subject}@deneme>\r\n\r\nMetin\r\n"
    return text.encode() + b"x" * size


@pytest.fixture(scope="module")
def keys(certificate, tmp_path_factory):
    """The certificate of the SMTP tests, as files another program reads."""
    _, public = certificate
    return public, public.replace("public.pem", "private.pem")


@pytest.fixture(scope="module")
def running(keys):
    with serving(users={USER: PASSWORD, "sef": "sade"}, certificate=keys) as server:
        yield server


@pytest.fixture
def server(running):
    running.empty(USER)
    return running


def account(server, **change):
    facts = {"host": "127.0.0.1", "port": server.port, "user": USER, "password": PASSWORD, "tls": "none"}
    return imap.Account(**(facts | change))


def test_mails_are_listed_by_uid_with_their_size_and_fetched_unread(server):
    server.deliver(USER, mail("bir"), mail("iki", 1000))
    with imap.opened(account(server)) as box:
        validity = box.select("INBOX")
        listed = box.listed()
        assert [one.uid for one in listed] == [1, 2]
        assert [one.size for one in listed] == [len(mail("bir")), len(mail("iki", 1000))]
        assert box.content(2) == mail("iki", 1000)
        assert box.content(99) is None
        assert box.listed(after=1) == listed[1:]
        assert box.listed(after=2) == []
        assert box.listed(limit=1) == listed[:1]
        assert box.select("INBOX") == validity
    line = server.client(USER)
    line.select("INBOX", readonly=True)
    assert line.search(None, "UNSEEN")[1] == [b"1 2"]
    line.logout()


def test_only_the_head_of_a_large_mail_is_asked_for(server):
    server.deliver(USER, mail("buyuk", 300_000))
    with imap.opened(account(server)) as box:
        box.select("INBOX")
        assert box.head(1) == mail("buyuk").split(b"Metin")[0]


def test_a_mail_moves_into_a_folder_that_is_made_for_it_and_none_is_lost(server):
    server.deliver(USER, mail("bir"), mail("iki"))
    with imap.opened(account(server)) as box:
        box.select("INBOX")
        assert box.move(1, "Konak/İşlenen")
        assert box.move(2, "Konak/İşlenen")
        assert box.listed() == []
        box.select("Konak/İşlenen")
        assert [box.content(one.uid) for one in box.listed()] == [mail("bir"), mail("iki")]


@pytest.mark.parametrize(("able", "moved"), [("IMAP4rev1 UIDPLUS AUTH=PLAIN", True), ("IMAP4rev1 AUTH=PLAIN", False)])
def test_a_server_without_move_copies_and_one_without_both_keeps_the_mail_where_it_is(able, moved):
    with serving(users={USER: PASSWORD}, capability=able) as server:
        server.deliver(USER, mail("bir"), mail("iki"))
        # a mail that somebody else marked deleted is not ours to remove
        line = server.client(USER)
        line.select("INBOX")
        line.store("2", "+FLAGS", r"(\Deleted)")
        line.shutdown()
        with imap.opened(account(server)) as box:
            box.select("INBOX")
            assert box.move(1, "Islenen") is moved
            assert [one.uid for one in box.listed()] == ([2] if moved else [1, 2])
        assert len(server.folder(USER, "Islenen")) == int(moved)


def test_the_line_is_encrypted_and_the_certificate_is_looked_at(server, keys):
    server.deliver(USER, mail("bir"))
    trusted = account(server, host="localhost", port=server.tls_port, tls="tls", ca=keys[0])
    with imap.opened(trusted) as box:
        box.select("INBOX")
        assert len(box.listed()) == 1
    with imap.opened(account(server, host="localhost", tls="starttls", ca=keys[0])) as box:
        assert box.select("INBOX") > 0
    with pytest.raises(imap.Down, match="sertifikasına güvenilmiyor"):
        with imap.opened(account(server, host="localhost", port=server.tls_port, tls="tls")):
            pass


def test_a_plain_password_also_signs_in(server):
    with imap.opened(account(server, user="sef", password="sade")) as box:
        assert box.select("INBOX") > 0


def test_what_is_wrong_is_said_and_told_apart(server):
    with pytest.raises(imap.Denied, match="kabul etmedi"):
        with imap.opened(account(server, password="yanlış")):
            pass
    with pytest.raises(imap.Denied, match=r"Yok"):
        with imap.opened(account(server)) as box:
            box.select("Yok")
    with pytest.raises(imap.Denied, match="parolası ortamda bulunamadı"):
        with imap.opened(account(server, password="")):
            pass
    with pytest.raises(imap.Denied, match="şifrelenmeden ağa çıkmaz"):
        with imap.opened(account(server, host="posta.belediye.example")):
            pass
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(imap.Down, match="ulaşılamadı"):
            with imap.opened(account(server, port=closed.getsockname()[1])):
                pass


def test_a_server_that_says_nothing_or_goes_away_is_down():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(imap.Down, match="saniyede yanıt vermedi"):
            with imap.opened(imap.Account("127.0.0.1", USER, PASSWORD, port, "none", timeout=0.3)):
                pass

        def hang_up():
            line, _ = silent.accept()
            line.close()

        silent.accept()[0].close()  # the one that waited above
        thread = threading.Thread(target=hang_up)
        thread.start()
        with pytest.raises(imap.Down):
            with imap.opened(imap.Account("127.0.0.1", USER, PASSWORD, port, "none", timeout=5)):
                pass
        thread.join()
