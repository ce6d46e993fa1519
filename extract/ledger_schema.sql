-- The ledger: what was listed, what was retrieved, and how far each document has come. Times: Asia/Shanghai with offset.
CREATE TABLE IF NOT EXISTS documents (
    sha256        TEXT PRIMARY KEY,
    media_type    TEXT NOT NULL,           -- by content
    size          INTEGER NOT NULL,        -- bytes
    document_name TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('fetched', 'read', 'parsed', 'quarantined', 'unread')),
    reason        TEXT,
    page_count    INTEGER,
    created_at    TEXT NOT NULL,
    updated_at    TEXT NOT NULL
) STRICT;

-- Where a document was found: one document may appear under several addresses, sources and years.
CREATE TABLE IF NOT EXISTS appearances (
    sha256             TEXT NOT NULL REFERENCES documents (sha256),
    source_id          TEXT NOT NULL,
    listing_year       INTEGER NOT NULL,
    url                TEXT NOT NULL,
    item_url           TEXT NOT NULL,      -- the listed page that links to it
    document_name      TEXT NOT NULL,
    title              TEXT,
    published_on       TEXT,
    first_retrieved_at TEXT NOT NULL,
    last_retrieved_at  TEXT NOT NULL,
    PRIMARY KEY (source_id, listing_year, sha256, url)
) STRICT;
CREATE INDEX IF NOT EXISTS appearances_sha256 ON appearances (sha256);

CREATE TABLE IF NOT EXISTS retrievals (
    retrieval_id INTEGER PRIMARY KEY,
    retrieved_at TEXT NOT NULL,
    source_id    TEXT NOT NULL,
    listing_year INTEGER,
    role         TEXT NOT NULL,            -- directory, list, article, attachment, local
    url          TEXT NOT NULL,
    final_url    TEXT,
    referrer     TEXT,
    title        TEXT,
    published_on TEXT,
    status       INTEGER NOT NULL,         -- HTTP status; 0: no answer
    sha256       TEXT,
    size         INTEGER NOT NULL,
    media_type   TEXT,
    reason       TEXT,
    headers      TEXT NOT NULL             -- JSON
) STRICT;
CREATE INDEX IF NOT EXISTS retrievals_url ON retrievals (url);
CREATE INDEX IF NOT EXISTS retrievals_sha256 ON retrievals (sha256);

-- What a publisher lists: one row per listed item (an article page, or a file linked from the list itself).
CREATE TABLE IF NOT EXISTS listings (
    source_id    TEXT NOT NULL,
    url          TEXT NOT NULL,
    root_url     TEXT NOT NULL,            -- the declared list page it was found under
    listing_year INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    title        TEXT NOT NULL,
    department   TEXT,
    published_on TEXT,
    state        TEXT NOT NULL CHECK (state IN ('discovered', 'fetched', 'unread', 'failed', 'ignored')),
    reason       TEXT,
    first_seen   TEXT NOT NULL,
    last_seen    TEXT NOT NULL,
    checked_at   TEXT,                     -- last time the item itself was retrieved
    withdrawn_on TEXT,
    PRIMARY KEY (source_id, url)
) STRICT;

CREATE TABLE IF NOT EXISTS attachments (
    source_id    TEXT NOT NULL,
    item_url     TEXT NOT NULL,
    url          TEXT NOT NULL,
    title        TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('discovered', 'fetched', 'unread', 'failed')),
    reason       TEXT,
    sha256       TEXT,
    media_type   TEXT,
    first_seen   TEXT NOT NULL,
    last_seen    TEXT NOT NULL,
    withdrawn_on TEXT,
    PRIMARY KEY (source_id, item_url, url)
) STRICT;

-- What a server said about an address, to ask only for what changed.
CREATE TABLE IF NOT EXISTS validators (
    url           TEXT PRIMARY KEY,
    etag          TEXT,
    last_modified TEXT,
    sha256        TEXT NOT NULL,
    content_type  TEXT,
    checked_at    TEXT NOT NULL
) STRICT;

-- Each walk over a declared list page: complete walks decide what was withdrawn; none is green from zero items.
CREATE TABLE IF NOT EXISTS walks (
    source_id  TEXT NOT NULL,
    root_url   TEXT NOT NULL,
    walked_at  TEXT NOT NULL,
    pages      INTEGER NOT NULL,
    items      INTEGER NOT NULL,
    ignored    INTEGER NOT NULL,
    complete   INTEGER NOT NULL,
    reason     TEXT,
    PRIMARY KEY (source_id, root_url, walked_at)
) STRICT;
