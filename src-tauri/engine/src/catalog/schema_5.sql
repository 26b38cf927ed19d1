-- What passages are embedded to, by each model they were embedded with: so a library can change its model while the old
-- one answers, and change back at once. `vector`: f32, little-endian; with it an index can be built again without
-- reading or embedding. `signs`: of the token vectors, for re-ranking; empty where there are none.
CREATE TABLE embedding (
    passage BLOB NOT NULL REFERENCES passage(id) ON DELETE CASCADE,
    model TEXT NOT NULL,
    vector BLOB NOT NULL,
    signs BLOB NOT NULL,
    PRIMARY KEY (passage, model)
) WITHOUT ROWID;
-- Counting what a model has embedded must not turn the pages of all vectors.
CREATE INDEX embedding_model ON embedding(model);
INSERT INTO embedding (passage, model, vector, signs)
    -- An earlier version named the model by how it was computed, which does not matter.
    SELECT id, replace(model, '/fp32', '@53aa51172d14'), vector, ifnull(signs, x'') FROM passage LEFT JOIN passage_tokens ON passage = id;
DROP TABLE passage_tokens;
DROP INDEX passage_text;
ALTER TABLE passage DROP COLUMN model;
ALTER TABLE passage DROP COLUMN vector;
CREATE INDEX passage_text ON passage(text_hash);
