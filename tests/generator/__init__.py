"""Synthetic filings whose truth is known by construction; ``python -m tests.generator`` makes them all again."""
