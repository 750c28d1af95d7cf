import uuid
from typing import Any

from procrastinate.contrib.django import app

from konak.foundation.announce import hear_all

from . import queries, services


@hear_all(queries.anybody_listens)
def heard(announcement: str, payload: dict[str, Any], event: str) -> None:
    """Announcements somebody subscribed to pass here; run twice one has the same name."""
    if services.hear(announcement, payload, uuid.UUID(event)):
        services.deliver_due()


@app.periodic(cron="* * * * *")
@app.task(name="webhooks.deliver", queueing_lock="webhooks.deliver", pass_context=False)
def deliver(timestamp: int) -> None:
    """Send what is due."""
    services.deliver_due()


@app.periodic(cron="50 1 * * *")
@app.task(name="webhooks.sweep", queueing_lock="webhooks.sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Forget what is long done."""
    services.sweep()
