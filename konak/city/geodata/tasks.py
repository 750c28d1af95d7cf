from procrastinate.contrib.django import app


@app.task(name="geodata.load_file", queueing_lock=None)
def load_file(load_id: int) -> None:
    from .services import loading

    loading.carry_out(load_id)


@app.periodic(cron="20 6 * * *")
@app.task(name="geodata.audit", queueing_lock="geodata.audit", pass_context=False)
def audit(timestamp: int) -> None:
    """Say of which layers the time to renew them has passed; make the rights of desktop users anew."""
    from .services import ageing, desktop

    ageing.tell_overdue()
    desktop.refresh()


@app.periodic(cron="50 * * * *")
@app.task(name="geodata.sweep_tiles", queueing_lock="geodata.sweep_tiles", pass_context=False)
def sweep_tiles(timestamp: int) -> None:
    """Throw away the drawn tiles of layers that have changed since."""
    from .serving import door, store

    store.sweep(door.versions())
