-- Which documents an index holds as the catalog has them, while it is being filled: one at another place, beside the one
-- that answers. `form` names the index: its place, its words and its model. `state`: 1 if it holds the document as it is,
-- 2 while it is being written, 0 if the document has changed since, and is to be written again or taken out.
CREATE TABLE filled (
    document TEXT NOT NULL,
    form TEXT NOT NULL,
    state INTEGER NOT NULL,
    PRIMARY KEY (document, form)
) WITHOUT ROWID;

-- Whatever changes what an index is to hold of a document, in the same transaction: so nothing is missed, whenever the
-- app ends.
CREATE TRIGGER filled_passage_added AFTER INSERT ON passage BEGIN
    UPDATE filled SET state = 0 WHERE document = NEW.document;
END;
CREATE TRIGGER filled_passage_removed AFTER DELETE ON passage BEGIN
    UPDATE filled SET state = 0 WHERE document = OLD.document;
END;
CREATE TRIGGER filled_passage_embedded AFTER INSERT ON embedding BEGIN
    UPDATE filled SET state = 0 WHERE document = (SELECT document FROM passage WHERE id = NEW.passage);
END;
CREATE TRIGGER filled_joined AFTER INSERT ON membership BEGIN
    UPDATE filled SET state = 0 WHERE document = NEW.document;
END;
CREATE TRIGGER filled_left AFTER DELETE ON membership BEGIN
    UPDATE filled SET state = 0 WHERE document = OLD.document;
END;
CREATE TRIGGER filled_leaving AFTER UPDATE OF state ON document WHEN NEW.state = 'leaving' BEGIN
    UPDATE filled SET state = 0 WHERE document = NEW.id;
END;
CREATE TRIGGER filled_removed AFTER DELETE ON document BEGIN
    UPDATE filled SET state = 0 WHERE document = OLD.id;
END;
