"""The ``gouji`` command: one module a subcommand, imports of heavy libraries inside them."""
