from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="41 3 * * *")
@app.task(name="search.forget_words", queueing_lock="search.forget_words")
def forget_words(timestamp: int) -> None:
    """Drop words that no record uses any more from the list that mends typing slips."""
    services.forget_words()
