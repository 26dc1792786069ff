"""What a running product holds, built once from its settings and handed down from above.

Nothing here is looked up from a global: the surfaces get a `Services` and open units of
work with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from marketplace.foundation.access import SYSTEM, Actor
from marketplace.foundation.clock import Clock, SystemClock
from marketplace.foundation.database import make_engine
from marketplace.foundation.unit_of_work import UnitOfWork, transaction
from marketplace.notifications.mailer import Mailer, make_mailer
from marketplace.notifications.post import Post
from marketplace.recommendations.matcher import Matcher
from marketplace.settings import Settings, secret_key


@dataclass
class Services:
    """The parts of one running product."""

    settings: Settings
    engine: Engine
    sessions: sessionmaker[Session]
    clock: Clock

    @cached_property
    def matcher(self) -> Matcher:
        """The way to the matching engine; the model is loaded when it is first used."""
        return Matcher(
            self.sessions,
            self.clock,
            encoder=self.settings.encoder,
            vectors=self.settings.vector_index,
            folder=self.settings.data_dir / "index",
        )

    @cached_property
    def mailer(self) -> Mailer:
        """The way mail leaves."""
        return make_mailer(
            self.settings.mail_url, self.settings.mail_from, self.settings.data_dir / "mail"
        )

    @cached_property
    def post(self) -> Post:
        """What letters need to lead back here."""
        return Post(self.settings.public_url, secret_key(self.settings))

    @contextmanager
    def unit_of_work(
        self, actor: Actor = SYSTEM, *, request_id: str = "-", writes: bool = True
    ) -> Iterator[UnitOfWork]:
        """A unit of work that is committed on return and rolled back on an error.

        With `writes=False` the database refuses every change.
        """
        with transaction(self.sessions, writes=writes) as session:
            uow = UnitOfWork(session, actor, self.clock.now(), request_id)
            yield uow
            if writes:
                uow.commit()


def build_services(settings: Settings, *, clock: Clock | None = None) -> Services:
    """The parts for these settings; nothing is connected to or loaded yet."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings.database_url)
    return Services(settings, engine, sessionmaker(engine), clock or SystemClock())
