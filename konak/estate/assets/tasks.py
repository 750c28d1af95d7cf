"""What is done after the answer has gone out."""

from procrastinate.contrib.django import app

from .services import indexing


@app.task(name="assets.index_receipt")
def index_receipt(number: str) -> None:
    indexing.receipt(number)
