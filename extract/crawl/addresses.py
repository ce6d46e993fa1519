"""Which addresses a crawl may ask: public web hosts that the source declares, never the machine's own network.

A publisher's page can link or redirect anywhere; the check is made on every hop's address and on every IP address that
a name resolves to, so that no spelling (decimal, hexadecimal, mapped IPv6) and no DNS answer leads inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from extract.sources import Source

_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_SHARED = IPv4Network("100.64.0.0/10")
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """``hosts`` are patterns; ``loopback`` is the one (host, port) on loopback that the sample may be served from."""

    hosts: tuple[str, ...]
    loopback: tuple[str, int] | None = None

    @classmethod
    def of(cls, source: Source, served_at: str | None = None) -> AddressPolicy:
        """The policy of a source: loopback only where it declares it, and then only where it is served."""
        parts = urlsplit(served_at or source.base_url)
        host = (parts.hostname or "").lower()
        loopback = (host, parts.port or _DEFAULT_PORTS[parts.scheme]) if source.allow_loopback else None
        return cls((host, *(pattern.lower() for pattern in source.allowed_hosts())), loopback)

    def refuse_url(self, url: str) -> str | None:
        """Why ``url`` may not be asked, None where it may.

        ``malformed``, ``scheme``, ``credentials``, ``offsite``, or what :func:`address_class` says of it.
        """
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            return "malformed"
        standing = (
            (parts.scheme not in _DEFAULT_PORTS, "scheme"),
            (parts.username is not None or parts.password is not None, "credentials"),
            (not any(fnmatchcase(host, pattern) for pattern in self.hosts), "offsite"),
        )
        if reason := next((name for hit, name in standing if hit), None):
            return reason
        if self.loopback and host == self.loopback[0]:
            return None if (port or _DEFAULT_PORTS[parts.scheme]) == self.loopback[1] else "loopback"
        return address_class(host) if _is_literal(host) else None

    def refuse_address(self, host: str, address: str) -> str | None:
        """Why ``address``, to which ``host`` resolves, may not be connected to, None where it may."""
        reason = address_class(address)
        if reason == "loopback" and self.loopback and host.lower() == self.loopback[0]:
            return None
        return reason


@dataclass(frozen=True, slots=True)
class Origins:
    """Turns addresses as a source declares them into those it is served at, and back."""

    declared: str
    served: str

    @classmethod
    def of(cls, source: Source, served_at: str | None) -> Origins:
        """The origins of a source; the same twice where it is served where it says."""
        declared = _origin(source.base_url)
        return cls(declared, _origin(served_at) if served_at else declared)

    def to_served(self, url: str) -> str:
        """The address to ask for a declared one; those of other origins stay."""
        return self.served + url[len(self.declared) :] if _origin(url) == self.declared else url

    def to_declared(self, url: str) -> str:
        """The declared address of one that was asked."""
        return self.declared + url[len(self.served) :] if _origin(url) == self.served else url


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def address_class(address: str) -> str | None:
    """What makes an IP address unfit for a public web server, None for a public one.

    ``loopback``, ``link_local``, ``private``, ``shared`` (carrier-grade NAT), ``multicast``, ``unspecified`` or
    ``reserved``; an IPv6 address that carries an IPv4 one is judged by that.
    """
    ip = ip_address(address.split("%", 1)[0])
    if isinstance(ip, IPv6Address):
        inner = _carried(ip)
        if inner is not None:
            return address_class(str(inner))
    tests = (
        (ip.is_unspecified, "unspecified"),
        (ip.is_loopback, "loopback"),
        (ip.is_link_local, "link_local"),
        (ip.is_multicast, "multicast"),
        (isinstance(ip, IPv4Address) and ip in _SHARED, "shared"),
        (ip.is_reserved, "reserved"),
        (ip.is_private, "private"),
        (not ip.is_global, "reserved"),
    )
    return next((name for hit, name in tests if hit), None)


def _carried(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address inside a mapped, compatible, 6to4, Teredo or NAT64 address."""
    if ip.ipv4_mapped:
        return ip.ipv4_mapped
    if ip.sixtofour:
        return ip.sixtofour
    if ip.teredo:
        return ip.teredo[1]
    low = int(ip) & 0xFFFF_FFFF
    if any(ip in network for network in _NAT64) or (int(ip) >> 32 == 0 and low > 1):
        return IPv4Address(low)
    return None
