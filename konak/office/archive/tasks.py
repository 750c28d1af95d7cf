from procrastinate.contrib.django import app

from konak.foundation.access.queries import actor_of

from . import queries, services

JOB = services.registrar(0)


@app.task(name="archive.carry_out", queueing_lock="archive.carry_out")
def carry_out(number: str, user_id: int | None) -> None:
    """Destroy what an approved list says, file by file; killed in the middle it goes on where it was."""
    services.carry_out(number, actor=actor_of(user_id or 0, via="job"))


@app.task(name="archive.intake")
def intake(intake_id: int, user_id: int | None, again: bool = False) -> None:
    """Take over old records, fifty rows at a time."""
    services.carry_intake(intake_id, actor=actor_of(user_id or 0, via="job"), again=again)


@app.task(name="archive.read_document", retry=3)
def read_document(document_id: int) -> None:
    """Recognise the text of a scanned document."""
    services.read_document(document_id, actor=JOB)


@app.periodic(cron="10 22 * * *")
@app.task(name="archive.nightly", queueing_lock="archive.nightly")
def nightly(timestamp: int) -> None:
    """Ten past one in Istanbul: a slice of the contents is read again, late loans are told, erasing goes on."""
    services.check_slice(actor=JOB)
    services.remind_loans(actor=JOB)
    services.finish_erasing(actor=JOB)
    for disposal in queries.live_disposals():
        carry_out.configure(queueing_lock=f"archive.carry_out.{disposal.case.number}").defer(
            number=disposal.case.number, user_id=disposal.case.opened_by_id
        )
