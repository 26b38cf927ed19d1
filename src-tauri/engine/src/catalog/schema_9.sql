-- Passages and their embeddings in tables whose rows lie in the leaves alone. They were trees of keys before, whose
-- branches hold whole rows: with rows of kilobytes four to a branch, so among a million passages a look-up read ten pages
-- and waited for the disk at several. The keys are in trees of their own now, with a hundred to a branch.
DROP TRIGGER filled_passage_added;
DROP TRIGGER filled_passage_removed;
DROP TRIGGER filled_passage_embedded;
DROP INDEX passage_document;
DROP INDEX passage_text;
DROP INDEX embedding_model;
ALTER TABLE embedding RENAME TO former_embedding;
ALTER TABLE passage RENAME TO former_passage;

-- `id`, `spans`, `text_hash`, `context`: as before.
CREATE TABLE passage (
    id BLOB NOT NULL UNIQUE,
    document TEXT NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    text TEXT NOT NULL,
    spans TEXT NOT NULL,
    text_hash BLOB,
    context TEXT NOT NULL DEFAULT ''
);
-- `vector`, `signs`: as before. What is asked most often, whether there is one, the tree of keys answers by itself.
CREATE TABLE embedding (
    passage BLOB NOT NULL REFERENCES passage(id) ON DELETE CASCADE,
    model TEXT NOT NULL,
    vector BLOB NOT NULL,
    signs BLOB NOT NULL,
    UNIQUE (passage, model)
);

-- In pieces, so that the pages of what is gone are used for what comes, and the file does not grow to twice its size.
-- Embeddings first, since they would go with the former passages.
PRAGMA defer_foreign_keys = ON;
INSERT INTO embedding (passage, model, vector, signs) SELECT passage, model, vector, signs FROM former_embedding WHERE passage < x'20';
DELETE FROM former_embedding WHERE passage < x'20';
INSERT INTO embedding (passage, model, vector, signs) SELECT passage, model, vector, signs FROM former_embedding WHERE passage < x'40';
DELETE FROM former_embedding WHERE passage < x'40';
INSERT INTO embedding (passage, model, vector, signs) SELECT passage, model, vector, signs FROM former_embedding WHERE passage < x'60';
DELETE FROM former_embedding WHERE passage < x'60';
INSERT INTO embedding (passage, model, vector, signs) SELECT passage, model, vector, signs FROM former_embedding WHERE passage < x'80';
DELETE FROM former_embedding WHERE passage < x'80';
INSERT INTO embedding (passage, model, vector, signs) SELECT passage, model, vector, signs FROM former_embedding WHERE passage < x'a0';
DELETE FROM former_embedding WHERE passage < x'a0';
INSERT INTO embedding (passage, model, vector, signs) SELECT passage, model, vector, signs FROM former_embedding WHERE passage < x'c0';
DELETE FROM former_embedding WHERE passage < x'c0';
INSERT INTO embedding (passage, model, vector, signs) SELECT passage, model, vector, signs FROM former_embedding WHERE passage < x'e0';
DELETE FROM former_embedding WHERE passage < x'e0';
INSERT INTO embedding (passage, model, vector, signs) SELECT passage, model, vector, signs FROM former_embedding;
DROP TABLE former_embedding;
INSERT INTO passage (id, document, ordinal, text, spans, text_hash, context) SELECT id, document, ordinal, text, spans, text_hash, context FROM former_passage WHERE id < x'20';
DELETE FROM former_passage WHERE id < x'20';
INSERT INTO passage (id, document, ordinal, text, spans, text_hash, context) SELECT id, document, ordinal, text, spans, text_hash, context FROM former_passage WHERE id < x'40';
DELETE FROM former_passage WHERE id < x'40';
INSERT INTO passage (id, document, ordinal, text, spans, text_hash, context) SELECT id, document, ordinal, text, spans, text_hash, context FROM former_passage WHERE id < x'60';
DELETE FROM former_passage WHERE id < x'60';
INSERT INTO passage (id, document, ordinal, text, spans, text_hash, context) SELECT id, document, ordinal, text, spans, text_hash, context FROM former_passage WHERE id < x'80';
DELETE FROM former_passage WHERE id < x'80';
INSERT INTO passage (id, document, ordinal, text, spans, text_hash, context) SELECT id, document, ordinal, text, spans, text_hash, context FROM former_passage WHERE id < x'a0';
DELETE FROM former_passage WHERE id < x'a0';
INSERT INTO passage (id, document, ordinal, text, spans, text_hash, context) SELECT id, document, ordinal, text, spans, text_hash, context FROM former_passage WHERE id < x'c0';
DELETE FROM former_passage WHERE id < x'c0';
INSERT INTO passage (id, document, ordinal, text, spans, text_hash, context) SELECT id, document, ordinal, text, spans, text_hash, context FROM former_passage WHERE id < x'e0';
DELETE FROM former_passage WHERE id < x'e0';
INSERT INTO passage (id, document, ordinal, text, spans, text_hash, context) SELECT id, document, ordinal, text, spans, text_hash, context FROM former_passage;
DROP TABLE former_passage;

CREATE UNIQUE INDEX passage_document ON passage(document, ordinal);
CREATE INDEX passage_text ON passage(text_hash);
CREATE INDEX embedding_model ON embedding(model);
CREATE TRIGGER filled_passage_added AFTER INSERT ON passage BEGIN
    UPDATE filled SET state = 0 WHERE document = NEW.document;
END;
CREATE TRIGGER filled_passage_removed AFTER DELETE ON passage BEGIN
    UPDATE filled SET state = 0 WHERE document = OLD.document;
END;
CREATE TRIGGER filled_passage_embedded AFTER INSERT ON embedding BEGIN
    UPDATE filled SET state = 0 WHERE document = (SELECT document FROM passage WHERE id = NEW.passage);
END;

-- Every search tells how much it looked through.
CREATE INDEX document_state ON document(state, passages, pages_unread);
