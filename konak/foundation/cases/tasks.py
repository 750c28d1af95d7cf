from procrastinate.contrib.django import app


@app.task(name="cases.told")
def told(case_id: int) -> None:
    """Renew the search row of a changed case; queued inside the transaction, so it lives or dies with it."""
    from .indexing import refresh

    refresh(case_id)
