-- Conversations, with the evidence as it was when they were had.
CREATE TABLE chat (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    -- In milliseconds since 1970.
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    -- The last turn of the line that is shown; none in a chat without turns.
    leaf INTEGER
);
-- A question and its answer. A question that was asked again or otherwise is a turn beside the first, with the same
-- parent: so nothing that was said is lost.
CREATE TABLE turn (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat INTEGER NOT NULL REFERENCES chat(id) ON DELETE CASCADE,
    parent INTEGER REFERENCES turn(id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    question TEXT NOT NULL,
    -- What the answer told, without numbers, for looking through chats and for what is asked next.
    answer TEXT NOT NULL,
    -- All that was told of it, as JSON.
    record TEXT NOT NULL
);
CREATE INDEX turn_chat ON turn(chat);
CREATE INDEX turn_parent ON turn(parent);
