"""What letters need of the installation: its public address, and links that only it can make."""

from collections.abc import Collection
from dataclasses import dataclass, field

from itsdangerous import BadData, URLSafeSerializer

SALT, ENDED_SALT = "unsubscribe", "unsubscribed"


@dataclass(frozen=True, slots=True)
class Post:
    """Makes addresses for letters; `secret` signs those that work without signing in."""

    public_url: str
    secret: str = field(repr=False)

    def address(self, path: str) -> str:
        """The whole address of a page of ours; `path` begins with a slash."""
        return f"{self.public_url.rstrip('/')}{path}"

    def unsubscribe(self, user_id: int, what: str) -> str:
        """Where this person ends mail of a kind, or a digest, without signing in."""
        return self.address(f"/unsubscribe/{self._signer().dumps([user_id, what])}")

    def read(self, token: str) -> tuple[int, str] | None:
        """Whose mail of what kind the link ends; None for a link that we did not make."""
        try:
            user_id, what = self._signer().loads(token)
        except BadData:
            return None
        return int(user_id), str(what)

    def ended(self, user_id: int, kinds: Collection[str]) -> str:
        """What takes the end of these kinds back, for the page that says that they have ended."""
        return str(self._signer(ENDED_SALT).dumps([user_id, *kinds]))

    def read_ended(self, user_id: int, text: str) -> list[str]:
        """The kinds that were ended for this person; none of anything that we did not make."""
        try:
            whose, *kinds = self._signer(ENDED_SALT).loads(text)
        except BadData:
            return []
        return [str(kind) for kind in kinds] if whose == user_id else []

    def _signer(self, salt: str = SALT) -> URLSafeSerializer:
        return URLSafeSerializer(self.secret, salt=salt)
