"""Makes the bundled publisher again, byte for byte: ``python -m tests.generator``."""

from __future__ import annotations

from tests.generator.build import build_all

if __name__ == "__main__":
    build_all()
