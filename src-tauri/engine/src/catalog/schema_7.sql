-- Titles as they are ordered: without case and accents.
ALTER TABLE document ADD COLUMN folded_title TEXT NOT NULL DEFAULT '';
UPDATE document SET folded_title = folded(title);

-- A list of a hundred thousand documents is shown in stretches, in these orders, without turning the pages of all.
CREATE INDEX document_added ON document(added_at, state, pages_unread);
-- This one also has what documents are looked for by.
CREATE INDEX document_title ON document(folded_title, state, pages_unread, content_type, author);
CREATE INDEX document_size ON document(size, state, pages_unread);
CREATE INDEX document_pages ON document(pages, state, pages_unread);
