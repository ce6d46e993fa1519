"""``python -m pipelines.cli``: the ``gouji`` command without its script."""

from pipelines.cli.main import app

app()
