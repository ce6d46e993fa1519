"""Documents and their pages: sources, crawl, archive, ledger, readers, grids. Knows nothing of what a number means."""
