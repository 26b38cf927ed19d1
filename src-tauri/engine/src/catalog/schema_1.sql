-- Collections are named groups of documents.
CREATE TABLE collection (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE
);

-- A document is one content; its id is the SHA-256 of its bytes in hex.
-- `ready` is 0 while it is being imported or removed: such a document is not shown and not searched,
-- and is swept away when the library is opened again.
CREATE TABLE document (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    content_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    added_at INTEGER NOT NULL,
    pages INTEGER NOT NULL,
    pages_searchable INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    ready INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- Where a content was seen. The latest one names the document.
CREATE TABLE location (
    path TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    seen_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX location_document ON location(document);

CREATE TABLE membership (
    collection INTEGER NOT NULL REFERENCES collection(id) ON DELETE CASCADE,
    document TEXT NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    PRIMARY KEY (collection, document)
) WITHOUT ROWID;
CREATE INDEX membership_document ON membership(document);

-- `words`: per word start and end byte in `text` as u32, then left, top, right, bottom in points as f32,
-- all little-endian (24 bytes).
CREATE TABLE page (
    document TEXT NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    page INTEGER NOT NULL,
    label TEXT NOT NULL,
    width REAL NOT NULL,
    height REAL NOT NULL,
    text TEXT NOT NULL,
    words BLOB NOT NULL,
    state TEXT NOT NULL,
    reader TEXT NOT NULL,
    reason TEXT,
    milliseconds INTEGER NOT NULL,
    PRIMARY KEY (document, page)
);

-- `spans`: JSON list of [page, start byte, end byte]. `vector`: the embedding as f32, little-endian;
-- with it the index can be built again without reading or embedding.
CREATE TABLE passage (
    id BLOB PRIMARY KEY,
    document TEXT NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    text TEXT NOT NULL,
    spans TEXT NOT NULL,
    model TEXT NOT NULL,
    vector BLOB NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX passage_document ON passage(document, ordinal);
