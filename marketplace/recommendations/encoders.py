"""The models of one process, each found once. Which of them serves is said in `serving`."""

from threading import Lock

from marketplace.recommendations.serving import Model
from matching.encoding import Encoder, load_encoder
from matching.errors import EncoderUnavailable


class Encoders:
    """Models by name; any number of threads may ask."""

    def __init__(self, wanted: str) -> None:
        self.wanted_name = wanted
        """The model that the settings name."""
        self._found: dict[str, Encoder] = {}
        self._lock = Lock()

    def named(self, name: str) -> Encoder:
        """The model of this name; its weights are loaded with its first text.

        Raises:
            EncoderUnavailable: there is no such model here.
        """
        with self._lock:
            if name not in self._found:
                self._found[name] = load_encoder(name)
            return self._found[name]

    def wanted(self) -> Encoder:
        """The model that the settings name.

        Raises:
            EncoderUnavailable: there is no such model here.
        """
        return self.named(self.wanted_name)

    def model(self, encoder: Encoder) -> Model:
        """The name under which a model was found here, and its fingerprint."""
        with self._lock:
            names = (name for name, it in self._found.items() if it is encoder)
            return Model(next(names, self.wanted_name), encoder.fingerprint)

    def of(self, model: Model) -> Encoder:
        """The very model that was meant: the same name may stand for another one here.

        Raises:
            EncoderUnavailable: there is none of this name, or it is another one.
        """
        if self.named(model.name).fingerprint != model.fingerprint:
            self.forget(model.name)
        if self.named(model.name).fingerprint != model.fingerprint:
            raise EncoderUnavailable(f"What is called {model.name!r} here is another model.")
        return self.named(model.name)

    def forget(self, name: str) -> None:
        """Let go of a model; whoever asks for it again gets it as it is then."""
        with self._lock:
            self._found.pop(name, None)

    def keep_only(self, encoder: Encoder) -> None:
        """Let go of every model but one, so that the memory of the others becomes free."""
        with self._lock:
            self._found = {name: it for name, it in self._found.items() if it is encoder}
