"""What letters need of the installation: its public address, and links that only it can make."""

from dataclasses import dataclass, field

from itsdangerous import BadData, URLSafeSerializer

SALT = "unsubscribe"


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

    def _signer(self) -> URLSafeSerializer:
        return URLSafeSerializer(self.secret, salt=SALT)
