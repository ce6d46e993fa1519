"""Which addresses may be asked: every spelling of an inner one is refused, the public ones are not."""

from __future__ import annotations

import pytest
from publisher_server import source

from extract.crawl.addresses import AddressPolicy, Origins, address_class


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", "loopback"),
        ("127.8.9.10", "loopback"),
        ("::1", "loopback"),
        ("::ffff:127.0.0.1", "loopback"),
        ("::127.0.0.1", "loopback"),
        ("64:ff9b::7f00:1", "loopback"),
        ("2002:7f00:1::", "loopback"),
        ("10.0.0.1", "private"),
        ("172.16.0.1", "private"),
        ("192.168.1.1", "private"),
        ("::ffff:10.0.0.1", "private"),
        ("64:ff9b::a00:1", "private"),
        ("fd00::1", "private"),
        ("169.254.169.254", "link_local"),
        ("::ffff:169.254.169.254", "link_local"),
        ("fe80::1%eth0", "link_local"),
        ("100.64.0.1", "shared"),
        ("100.127.255.255", "shared"),
        ("0.0.0.0", "unspecified"),
        ("::", "unspecified"),
        ("224.0.0.1", "multicast"),
        ("ff02::1", "multicast"),
        ("255.255.255.255", "reserved"),
        ("240.0.0.1", "reserved"),
        ("198.18.0.1", "private"),
        ("100.63.255.255", None),
        ("100.128.0.1", None),
        ("8.8.8.8", None),
        ("61.135.169.121", None),
        ("2400:da00::666", None),
        ("::ffff:8.8.8.8", None),
    ],
)
def test_classes_of_addresses(address: str, expected: str | None) -> None:
    assert address_class(address) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.h.gov.cn/a", None),
        ("https://x.h.gov.cn:8081/a", None),
        ("https://h.gov.cn.evil.com/", "offsite"),
        ("https://evil.com/www.h.gov.cn", "offsite"),
        ("https://www.h.gov.cn@evil.com/", "credentials"),
        ("ftp://www.h.gov.cn/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("https://[::1", "malformed"),
        ("https://www.h.gov.cn:99999/", "malformed"),
        ("http://127.0.0.1/", "offsite"),
    ],
)
def test_addresses_of_a_public_source(url: str, expected: str | None) -> None:
    policy = AddressPolicy(("www.h.gov.cn", "*.h.gov.cn"))
    assert policy.refuse_url(url) == expected


def test_loopback_is_one_host_and_port() -> None:
    policy = AddressPolicy.of(source(), "http://127.0.0.1:8000/")
    assert policy.refuse_url("http://127.0.0.1:8000/a") is None
    assert policy.refuse_url("http://127.0.0.1:22/") == "loopback"
    assert policy.refuse_url("http://localhost:8000/") == "offsite"
    assert policy.refuse_address("127.0.0.1", "127.0.0.1") is None
    assert policy.refuse_address("www.h.gov.cn", "127.0.0.1") == "loopback"


def test_declared_addresses_outlive_the_port_they_are_served_at() -> None:
    origins = Origins.of(source(), "http://127.0.0.1:8000/")
    assert origins.to_served("http://publisher.invalid/a?b#c") == "http://127.0.0.1:8000/a?b#c"
    assert origins.to_declared("http://127.0.0.1:8000/a") == "http://publisher.invalid/a"
    assert origins.to_served("http://publisher.invalid.evil.com/") == "http://publisher.invalid.evil.com/"
