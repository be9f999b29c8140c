"""Jobs are deferred in the transaction that causes them, by pages and by jobs alike.

A worker takes jobs with connections of its own. What its jobs deferred would go through those, too, and could run before the
cause is there: a message that nobody finds is then never sent.
"""

from procrastinate import App, BaseConnector, PsycopgConnector
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params


class WorkersConnector(PsycopgConnector):
    """What a worker takes jobs with."""

    def __init__(self, deferring: DjangoConnector) -> None:
        super().__init__(kwargs=connector_params(deferring.alias))
        self.deferring = deferring

    def get_sync_connector(self) -> BaseConnector:
        """Where jobs are deferred from within jobs: Django's connection of that thread."""
        return self.deferring


class TransactionalConnector(DjangoConnector):
    """Django's connection, in workers too."""

    def get_worker_connector(self) -> WorkersConnector:
        """What a worker takes jobs with."""
        return WorkersConnector(self)


def defer_in_transactions(app: App) -> None:
    """Called by procrastinate when it is ready."""
    app.connector = app.job_manager.connector = TransactionalConnector(alias="default")
