-- What a passage stands under: the headings above it, or the head of the table it is a piece of. Embedded and indexed
-- with its text, but no part of it.
ALTER TABLE passage ADD COLUMN context TEXT NOT NULL DEFAULT '';

-- The signs of a passage's token vectors, for re-ranking. Apart from the passages, so that a walk over these does not
-- turn their pages. A passage from an earlier version has none and is ranked without.
CREATE TABLE passage_tokens (
    passage BLOB PRIMARY KEY REFERENCES passage(id) ON DELETE CASCADE,
    signs BLOB NOT NULL
) WITHOUT ROWID;

-- The title that a document gives itself; `title` is that, or its file's name.
ALTER TABLE document ADD COLUMN own_title TEXT;

-- The headings on a page: JSON list of [start byte, end byte, level].
ALTER TABLE page ADD COLUMN headings TEXT NOT NULL DEFAULT '[]';

-- The words that the passages are made of, folded, and how many passages have each: what a misspelt word of a question
-- is looked up among.
CREATE TABLE word (
    word TEXT PRIMARY KEY,
    passages INTEGER NOT NULL
) WITHOUT ROWID;

-- Pages that the person said hold the answer to a question: a measure of their own for how well a search does.
-- `rank`: where the page was found when that was last looked at, from 1; 0 if it was not found.
CREATE TABLE pin (
    id INTEGER PRIMARY KEY,
    question TEXT NOT NULL,
    document TEXT NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    page INTEGER NOT NULL,
    rank INTEGER,
    UNIQUE (question, document, page)
);
