"""How a session is stored: encrypted, because it holds the seed of an authenticator app while one is set up."""

import json
from typing import Any

from accounts import encryption


class EncryptedSerializer:
    """JSON, encrypted with the same keys as other secrets. A session of an unknown key reads as no session."""

    def dumps(self, obj: Any) -> bytes:
        return encryption.encrypt(json.dumps(obj, separators=(",", ":"))).encode("ascii")

    def loads(self, data: bytes) -> Any:
        return json.loads(encryption.decrypt(data.decode("ascii")))
