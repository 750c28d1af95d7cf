from procrastinate.contrib.django import app

from .services import provisioning, rounds


@app.task(name="access_requests.provision")
def provision(number: str) -> None:
    """Carry out one request in its system; a second run finds it done."""
    provisioning.run(number)


@app.periodic(cron="*/10 * * * *")
@app.task(name="access_requests.round", queueing_lock="access_requests.round")
def round_(timestamp: int) -> None:
    """Exits whose moment came, rights whose day is over, what waits for its day."""
    rounds.run()


@app.periodic(cron="15 5 * * *")
@app.task(name="access_requests.morning", queueing_lock="access_requests.morning")
def morning(timestamp: int) -> None:
    """A quarter past eight in Istanbul: warnings, reminders, what nobody looked at."""
    rounds.morning()
