"""SNMP v2c and v3: what agents say about interfaces, sensors, disks and printers, and the traps they send.

    async with session(Agent("127.0.0.1", community="public")) as agent:
        uptime = await agent.get(UPTIME)
        names = await column(agent, IF_NAME)

Nothing here knows what a device is to Konak. An agent that lies, hangs or loops costs a bounded time and memory.
"""

from .client import Agent, SnmpFailed, column, integers, many, session
from .traps import Trap, TrapPort, read_trap

__all__ = ["Agent", "SnmpFailed", "Trap", "TrapPort", "column", "integers", "many", "read_trap", "session"]
