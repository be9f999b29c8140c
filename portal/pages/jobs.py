"""The clock of the share cards, of the hourly count, and of the words that the search knows. No page waits for these."""

from django.utils import timezone
from procrastinate.contrib.django import app

from portal.core.jobs import daily_at
from portal.pages.cards import services
from portal.pages.home import participation
from portal.pages.search import vocabulary


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="paint_new_cards")
def paint_new_cards(timestamp: int) -> None:
    """Paint the cards of what was published just now. Late or twice does no harm."""
    services.paint_new(now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep", queueing_lock="paint_changed_cards")
def paint_changed_cards(timestamp: int) -> None:
    """Paint every card whose words have changed. Late or twice does no harm."""
    services.paint_all(now=timezone.now())


@app.periodic(cron=daily_at(4, 12))
@app.task(queue="upkeep", queueing_lock="sweep_cards")
def sweep_cards(timestamp: int) -> None:
    """Delete the cards of what is public no more."""
    services.sweep()


@app.periodic(cron="4 * * * *")
@app.task(queue="upkeep")
def count_participation(timestamp: int) -> None:
    """Count who took part, once an hour: it reads every comment and every vote there ever was."""
    participation.keep_count(timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep", queueing_lock="learn_recent_words")
def learn_recent_words(timestamp: int) -> None:
    """Let the search know the words of what is new. Late or twice does no harm."""
    vocabulary.learn_recent(now=timezone.now())


@app.periodic(cron=daily_at(3, 57))
@app.task(queue="upkeep", queueing_lock="learn_words")
def learn_words(timestamp: int) -> None:
    """Learn all words anew, and forget those of what was hidden or withdrawn since."""
    vocabulary.learn(now=timezone.now())
