-- What a document says of itself. `outline`: JSON list of {level, title, page}.
ALTER TABLE document ADD COLUMN author TEXT;
ALTER TABLE document ADD COLUMN outline TEXT NOT NULL DEFAULT '[]';

-- Pages that hold something which could not be read: images and failed pages, not blank ones.
ALTER TABLE document ADD COLUMN pages_unread INTEGER NOT NULL DEFAULT 0;

-- What looked for text in the page's image, if anything did.
ALTER TABLE page ADD COLUMN recognised_by TEXT;

-- What was recognised in images, by what was looked at. A cache, but its rows hold text of the person's, so they
-- go with the last document they belong to.
CREATE TABLE recognition (
    key TEXT NOT NULL,
    document TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (key, document)
) WITHOUT ROWID;

-- What the person chose, by name.
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
