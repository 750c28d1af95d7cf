"""The API keeps to its own description, whatever it is sent: no fault of ours, no answer of another shape.

Requests are made up from the description, half of them aimed at records of the sample municipality. Every one is
rolled back, so that each meets the same municipality.
"""

import datetime as dt
import itertools
import os
import traceback

import pytest
import schemathesis
from django.apps import apps
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction
from django.test import override_settings
from django.utils.timezone import localdate
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from konak.foundation.access.queries import actor_of
from konak.foundation.cases.queries import record_models
from konak.foundation.front.services.tokens import make_token
from konak.foundation.people.models import Appointment
from konak.foundation.people.positions import Position
from tests.journeys import town

KEPT = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("KONAK_TEST_EXAMPLES", "5"))
SHARE = {Position.ADMINISTRATOR: 1.0, Position.STAFF: 0.4}
"""A clerk is refused most of it, with the same few words: two of five tries do for him."""


@pytest.fixture(scope="module")
def municipality(django_db_setup, django_db_blocker):
    """The connection leads to a copy of the town; nothing is committed there."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)  # would close the connection that holds the keys
    own = dict(connection.settings_dict)
    with django_db_blocker.unblock(), town.running() as (cluster, state):
        key = (state / "secret-key").read_text()
        connection.close()
        connection.settings_dict.update(HOST=str(cluster.sockets), PORT="", NAME="konak")
        with override_settings(SECRET_KEY=key, STATE=state, FILES_ROOT=state / "files"):
            yield
        connection.close()
        connection.settings_dict.update(own)
    for signal in signals:
        signal.connect(close_old_connections)


def bearer(position):
    seat = Appointment.objects.filter(position=position, user__is_active=True, until=None).order_by("pk").first()
    user = seat.user
    user.has_one_time_secret = False
    user.save()
    _, secret = make_token(
        actor=actor_of(user.pk),
        name="Deneme",
        seat_id=seat.pk,
        expires_on=localdate() + dt.timedelta(days=30),
        writes=True,
    )
    return {"Authorization": f"Bearer {secret}"}


def known(operation):
    """Values that name records of the sample, by the name of the path parameter."""
    label = operation.tags[0] if operation.tags else ""
    found = {}
    numbers = [
        number
        for model in record_models()
        if model._meta.app_label == label
        for number in model._default_manager.values_list("case__number", flat=True)[:20]
    ]
    for parameter in operation.path_parameters:
        name = parameter.name
        if name == "number":
            found[name] = numbers
        elif name.endswith("_id") or name == "id":
            for model in apps.get_app_config(label).get_models() if label in apps.app_configs else ():
                if model._meta.model_name == name.removesuffix("_id").replace("_", ""):
                    found[name] = list(model._default_manager.values_list("pk", flat=True)[:20])
    return {name: values for name, values in found.items() if values}


def fault_of(operation, keys):
    """What the operation answered against its description, as text; None when it kept to it.

    A request is made up once and sent by everybody whose share of tries it falls into.
    """
    aims, turn = known(operation), itertools.count()
    tries = {position: max(1, round(EXAMPLES * share)) for position, share in SHARE.items()}
    most = max(tries.values())

    @settings(
        max_examples=most,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), aimed=st.booleans(), chance=st.randoms(use_true_random=False))
    def probe(case, aimed, chance):
        if aimed:
            case.path_parameters.update({name: chance.choice(values) for name, values in aims.items()})
        now = next(turn)
        for position, headers in keys.items():
            if tries[position] <= now < most:
                continue  # beyond lies only the repetition of one that failed
            with transaction.atomic():
                case.call_and_validate(headers=headers, checks=KEPT)
                transaction.set_rollback(True)

    try:
        probe()
    except (Failure, FailureGroup) as error:
        return "".join(traceback.format_exception_only(error)) + "".join(map(str, getattr(error, "exceptions", ())))
    return None


def test_every_operation_answers_as_described(municipality):
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    keys = {position: bearer(position) for position in SHARE}
    operations = [result.ok() for result in schema.get_all_operations()]
    faults = {operation.label: fault_of(operation, keys) for operation in operations}
    told = "\n\n".join(f"{label}\n{fault}" for label, fault in faults.items() if fault)
    assert not told, told
