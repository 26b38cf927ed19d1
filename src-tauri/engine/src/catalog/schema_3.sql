-- What a document is just now: 'importing' (its pages can be found as they come), 'whole', or 'leaving' (not shown,
-- and gone for good when the library is opened again).
ALTER TABLE document ADD COLUMN state TEXT NOT NULL DEFAULT 'importing';
UPDATE document SET state = iif(ready, 'whole', 'leaving');
ALTER TABLE document DROP COLUMN ready;

-- The file as it was when its content was last looked at; nothing if it may have changed since unseen.
ALTER TABLE location ADD COLUMN size INTEGER;
ALTER TABLE location ADD COLUMN modified_at INTEGER;

-- The beginning of the SHA-256 of `text`: what was embedded once is not embedded again.
ALTER TABLE passage ADD COLUMN text_hash BLOB;
CREATE INDEX passage_text ON passage(text_hash, model);

-- Files that wait to be imported, or could not be. A row is gone once its file is a document, so what is here when
-- the library is opened is what is left to be done. `path` is text, or the bytes of a name that is none. The lowest
-- `place` goes first. `state`: 'waiting' (or being worked on), 'paused', 'failed'.
CREATE TABLE import (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path NOT NULL UNIQUE,
    collection INTEGER REFERENCES collection(id) ON DELETE SET NULL,
    place INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',
    document TEXT,
    reason TEXT,
    needs_password INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX import_place ON import(state, place);

-- Folders that the library is kept in step with.
CREATE TABLE folder (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    collection INTEGER REFERENCES collection(id) ON DELETE SET NULL
);
