"""The clock of takedowns. What is shown never waits for these: they write down what time has decided, and tell people."""

from procrastinate.contrib.django import app

from portal.core.jobs import daily_at
from portal.takedowns.services import blocks, requester_data


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep")
def end_blocks(timestamp: int) -> None:
    """Write down the blocks whose time is over. Late or twice does no harm."""
    blocks.end_blocks()


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep")
def close_withdrawn_requests(timestamp: int) -> None:
    """Close the requests about comments that their authors withdrew. Late or twice does no harm."""
    blocks.close_withdrawn()


@app.periodic(cron=daily_at(4, 17))
@app.task(queue="upkeep")
def forget_requesters(timestamp: int) -> None:
    """Erase who asked for a block once nobody needs to know it any more."""
    requester_data.forget_requesters()


@app.periodic(cron=daily_at(4, 22))
@app.task(queue="upkeep")
def forget_unconfirmed_requests(timestamp: int) -> None:
    """Delete the requests that nobody confirmed."""
    requester_data.forget_unconfirmed()
