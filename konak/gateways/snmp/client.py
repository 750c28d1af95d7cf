"""Asking an agent: bounded in rows and time, every failure one sentence."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from gufo.snmp import (
    Aes128Key,
    DesKey,
    Md5Key,
    Sha1Key,
    SnmpError,
    SnmpVersion,
    User,
)
from gufo.snmp.aio import SnmpSession

AUTH: dict[str, Any] = {"md5": Md5Key, "sha": Sha1Key}
PRIV: dict[str, Any] = {"des": DesKey, "aes": Aes128Key}
MOST_ROWS = 4_000
"""Rows of one column: the largest chassis has some hundred; an agent that never ends is cut here."""
AT_ONCE = 40
"""Values in one request: their answer fits into one datagram of every network."""


class SnmpFailed(Exception):
    """The agent did not answer, or not what was asked; the words say which."""


@dataclass(frozen=True, slots=True)
class Agent:
    """Where an agent listens and what it is told: a community (v2c), or a user with secrets (v3)."""

    address: str
    port: int = 161
    community: str = field(default="public", repr=False)
    user: str = ""
    auth: str = ""
    auth_key: str = field(default="", repr=False)
    priv: str = ""
    priv_key: str = field(default="", repr=False)
    timeout: float = 3.0


def _user(agent: Agent) -> User:
    auth = AUTH[agent.auth](agent.auth_key.encode()) if agent.auth else None
    priv = PRIV[agent.priv](agent.priv_key.encode()) if agent.priv else None
    return User(agent.user, auth_key=auth, priv_key=priv)


@asynccontextmanager
async def session(agent: Agent) -> AsyncIterator[SnmpSession]:
    """A conversation with an agent; what goes wrong in it is `SnmpFailed`."""
    try:
        made = SnmpSession(
            addr=agent.address,
            port=agent.port,
            community=agent.community,
            user=_user(agent) if agent.user else None,
            version=SnmpVersion.v3 if agent.user else SnmpVersion.v2c,
            timeout=agent.timeout,
            max_repetitions=30,
        )
        async with made:
            yield made
    except TimeoutError:
        raise SnmpFailed("SNMP yanıtı gelmedi (adres, topluluk adı ya da kullanıcı yanlış olabilir)") from None
    except SnmpError as error:
        raise SnmpFailed(f"SNMP yanıtı anlaşılmadı: {error or type(error).__name__}"[:200]) from None
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise SnmpFailed(f"SNMP sorulamadı: {error}"[:200]) from None


async def column(agent: SnmpSession, oid: str, most: int = MOST_ROWS) -> dict[str, Any]:
    """One column of a table: the rest of each name below `oid` and its value. A name that comes twice ends it."""
    found: dict[str, Any] = {}
    begin = f"{oid}."
    async for name, value in agent.getbulk(oid):
        if not name.startswith(begin) or name[len(begin) :] in found or len(found) >= most:
            break
        found[name[len(begin) :]] = value
    return found


async def many(agent: SnmpSession, oids: Sequence[str], at_once: int = AT_ONCE) -> dict[str, Any]:
    """Known values, so many in one request; what the agent does not have is missing."""
    found: dict[str, Any] = {}
    for place in range(0, len(oids), at_once):
        wanted = oids[place : place + at_once]
        try:
            answered = await agent.get_many(wanted)
        except TimeoutError:  # one datagram may be lost on its way
            answered = await agent.get_many(wanted)
        found.update((name, answered[name]) for name in wanted if answered.get(name) is not None)
    return found


def integers(values: dict[str, Any], keys: Iterable[str]) -> dict[str, int]:
    """Of these values the whole numbers; a text where a number belongs is a lie and is left out."""
    return {key: values[key] for key in keys if isinstance(values.get(key), int)}
