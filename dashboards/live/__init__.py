"""The live dashboard: one module a page, over a read-only snapshot of the published warehouse."""
