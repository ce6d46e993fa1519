"""The bundled publisher: a small TRS-style site with filings, served on loopback by :mod:`pipelines.samples.server`.

Its files are made by ``python -m tests.generator``; ``docs/samples.md`` says what is in them.
"""
