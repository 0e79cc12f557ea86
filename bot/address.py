"""Where to listen: a host and a port, as people write them."""

from urllib.parse import urlsplit

OFF = "off"
"""What stands for no address at all."""

Address = tuple[str, int]
"""A host (a name, or an IPv4 or IPv6 address) and a port; port 0 stands for any free one."""


def read_address(text: str) -> Address | None:
    """Return the host and port of "host:port", None for "off"; an IPv6 host stands in brackets.

    Raises ValueError that says how to write one.
    """
    if text == OFF:
        return None
    try:
        parts = urlsplit(f"//{text}")
        if parts.hostname and parts.port is not None and parts.netloc == text and not parts.username:
            parts.hostname.encode("idna")
            return parts.hostname, parts.port
    except ValueError:  # the port is no number, or too large a one; no name has such parts (UnicodeError)
        pass
    raise ValueError(f"is {text}, which is no host:port. Write 127.0.0.1:8080, or off.")


def shown(address: Address) -> str:
    """Return an address as people write it."""
    host, port = address
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
