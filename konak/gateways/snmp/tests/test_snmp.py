"""The gateway asks a real agent as net-snmp's own tools do, is not led astray by liars, and reads traps."""

import asyncio
import subprocess

import pytest

from konak.gateways.snmp import Agent, SnmpFailed, TrapPort, column, many, read_trap, session
from konak.gateways.snmp.fake import FakeAgent, Mib, serve, switch

NAMES = "1.3.6.1.2.1.31.1.1.1.1"


def ask(mode, work, values=None):
    """Run `work(session)` against an own agent in that mode."""

    async def run():
        agent = FakeAgent(Mib(values or switch("deneme", 25)))
        agent.mode = mode
        port = await serve(agent)
        async with session(Agent("127.0.0.1", port, timeout=0.3)) as asked:
            return await work(asked)

    return asyncio.run(run())


def test_a_column_comes_whole_and_known_values_come_together():
    found = ask("", lambda one: column(one, NAMES))
    assert found == {str(number): f"Gi1/0/{number}".encode() for number in range(1, 26)}
    wanted = [f"1.3.6.1.2.1.31.1.1.1.6.{number}" for number in (1, 2, 99)]
    assert ask("", lambda one: many(one, wanted)) == {wanted[0]: 0, wanted[1]: 0}


@pytest.mark.parametrize("mode", ["hang", "garbage"])
def test_an_agent_that_hangs_or_talks_nonsense_is_said_so_in_time(mode):
    with pytest.raises(SnmpFailed):
        ask(mode, lambda one: column(one, NAMES))


def test_an_agent_that_answers_the_same_for_ever_ends():
    assert len(ask("loop", lambda one: column(one, NAMES))) <= 5


def test_snmpwalk_sees_the_same_as_we_do():
    async def run():
        port = await serve(FakeAgent(Mib(switch("deneme", 12, octets=5_000_000_000))))
        walk = await asyncio.create_subprocess_exec(
            *("snmpwalk", "-v2c", "-cpublic", "-On", "-Oq", f"127.0.0.1:{port}", "1.3.6.1.2.1.31.1.1.1.6"),
            stdout=subprocess.PIPE,
        )
        told, _ = await asyncio.wait_for(walk.communicate(), 20)
        async with session(Agent("127.0.0.1", port)) as asked:
            return told.decode(), await column(asked, "1.3.6.1.2.1.31.1.1.1.6")

    told, found = asyncio.run(run())
    theirs = {line.split()[0].rsplit(".", 1)[1]: int(line.split()[1]) for line in told.splitlines()}
    assert theirs == found == {str(number): 5_000_000_000 for number in range(1, 13)}


def test_a_trap_and_an_inform_of_net_snmp_are_heard_and_noise_is_dropped():
    heard = []

    async def run():
        loop = asyncio.get_running_loop()
        port = TrapPort(heard.append)
        transport, _ = await loop.create_datagram_endpoint(lambda: port, local_addr=("127.0.0.1", 0))
        where = f"127.0.0.1:{transport.get_extra_info('sockname')[1]}"
        for words in (
            ["-v2c", "-c", "public", where, "", "1.3.6.1.6.3.1.1.5.3", "1.3.6.1.2.1.2.2.1.1", "i", "7"],
            ["-Ci", "-v2c", "-c", "public", where, "", "1.3.6.1.6.3.1.1.5.4"],
            ["-v1", "-c", "public", where, "1.3.6.1.4.1.8072", "127.0.0.1", "6", "17", ""],
        ):
            made = await asyncio.create_subprocess_exec("snmptrap", *words)
            assert await asyncio.wait_for(made.wait(), 20) == 0
        noise, _ = await loop.create_datagram_endpoint(
            asyncio.DatagramProtocol, remote_addr=transport.get_extra_info("sockname")
        )
        noise.sendto(b"\x30\x03\x02\x01\x09")
        for _ in range(100):
            if port.dropped:
                break
            await asyncio.sleep(0.01)
        return port.heard, port.dropped

    assert asyncio.run(run()) == (3, 1)
    assert [(one.oid, one.label) for one in heard] == [
        ("1.3.6.1.6.3.1.1.5.3", "Bağlantı düştü"),
        ("1.3.6.1.6.3.1.1.5.4", "Bağlantı geldi"),
        ("1.3.6.1.4.1.8072.0.17", ""),
    ]
    assert heard[0].values[0][1] == "7"
    assert read_trap(b"", "127.0.0.1") == (None, b"")


def test_a_trap_of_v3_is_believed_with_its_keys_only_and_one_of_v2c_with_its_community():
    heard = []
    v3 = Agent("127.0.0.1", user="konak", auth="sha", auth_key="gizliparola", priv="aes", priv_key="gizlianahtar")
    known = {"127.0.0.1": v3}

    def words(user="konak", level="authPriv", password="gizliparola", engine="0x8000000001020304"):
        secret = ["-a", "SHA", "-A", password, "-x", "AES", "-X", "gizlianahtar"] if level == "authPriv" else []
        return ["-v3", "-e", engine, "-u", user, "-l", level, *secret]

    async def run():
        loop = asyncio.get_running_loop()
        port = TrapPort(heard.append, knows=known.get)
        transport, _ = await loop.create_datagram_endpoint(lambda: port, local_addr=("127.0.0.1", 0))
        where = f"127.0.0.1:{transport.get_extra_info('sockname')[1]}"

        async def send(*begin):
            before = port.heard + port.dropped
            made = await asyncio.create_subprocess_exec(
                "snmptrap", *begin, where, "", "1.3.6.1.6.3.1.1.5.3", "1.3.6.1.2.1.2.2.1.1", "i", "7"
            )
            assert await asyncio.wait_for(made.wait(), 20) == 0
            for _ in range(1_000):
                if port.heard + port.dropped > before:
                    break
                await asyncio.sleep(0.005)

        await send(*words())
        for wrong in (
            words(password="yanlisparola"),
            words(level="noAuthNoPriv"),
            words(user="baska"),
            ["-v2c", "-c", "public"],
            *(words(engine=f"0x80000000010203{number}") for number in range(10, 20)),
        ):
            await send(*wrong)
        known["127.0.0.1"] = Agent("127.0.0.1", community="gizli")
        await send("-v2c", "-c", "public")
        await send("-v2c", "-c", "gizli")
        return port

    port = asyncio.run(run())
    assert [(one.label, one.trusted) for one in heard[:1] + heard[-2:]] == [
        ("Bağlantı düştü", True),
        ("Bağlantı düştü", False),
        ("Bağlantı düştü", True),
    ]
    # of ten engines that spoke for one sender only so many were listened to
    assert (port.heard, port.dropped) == (1 + 3 + 2, 4 + 7)
