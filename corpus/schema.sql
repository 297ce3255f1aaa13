-- The archive: one SQLite file. What stands above the line is derived from the sources and can be built again;
-- what stands below it people have decided, and no rebuild touches it.
-- Places (first, last) count code points in the document's repaired text, end exclusive; raw_* in the raw text.

CREATE TABLE documents (
    id         TEXT PRIMARY KEY,      -- SHA-256 of the source's bytes
    kind       TEXT NOT NULL,
    body       TEXT,
    title      TEXT,
    date       TEXT,                  -- EDTF: the meeting, else the day it is dated
    minutes    INTEGER NOT NULL,      -- 1: a meeting's own minutes, whose items are found one by one
    engine     TEXT NOT NULL,         -- what read and extracted it; another engine means work to do
    encoding   TEXT,
    text_hash  TEXT NOT NULL,         -- of the text without white space: the same text in other bytes
    record     TEXT NOT NULL          -- the record as JSON, without its text (the pages hold that)
) STRICT;
CREATE INDEX documents_text_hash ON documents (text_hash);

CREATE TABLE filings (
    source     TEXT PRIMARY KEY,      -- path below the input folder, with /
    document   TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    body       TEXT,
    date       TEXT,                  -- EDTF
    item       TEXT,
    since      TEXT,                  -- first and last day of the date, for filters
    until      TEXT,
    source_url TEXT
) STRICT;
CREATE INDEX filings_document ON filings (document, since, until);

CREATE TABLE pages (
    document   TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    verdict    TEXT NOT NULL,
    raw        TEXT,                  -- null: nothing was changed, the raw text is the text
    text       TEXT NOT NULL,
    ledger     TEXT NOT NULL,         -- JSON, one list
    layout     TEXT NOT NULL,         -- JSON: width, height, unit and the words with their boxes
    PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE items (
    id         TEXT PRIMARY KEY,
    document   TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    number     TEXT,
    title      TEXT,
    first      INTEGER NOT NULL,
    last       INTEGER NOT NULL
) STRICT;
CREATE INDEX items_document ON items (document, first);

CREATE TABLE decisions (
    id         TEXT PRIMARY KEY,
    document   TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    item       TEXT,
    number     TEXT,
    status     TEXT NOT NULL,
    body       TEXT,
    verbs      TEXT NOT NULL,
    text       TEXT NOT NULL,
    first      INTEGER NOT NULL,
    last       INTEGER NOT NULL
) STRICT;
CREATE INDEX decisions_document ON decisions (document, first);

CREATE TABLE statements (
    id         TEXT PRIMARY KEY,
    document   TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    item       TEXT,
    kind       TEXT NOT NULL,
    by         TEXT NOT NULL,         -- "Eva Alm (V); (S)"
    text       TEXT NOT NULL,
    first      INTEGER NOT NULL,
    last       INTEGER NOT NULL
) STRICT;
CREATE INDEX statements_document ON statements (document, first);

CREATE TABLE questions (
    id         TEXT PRIMARY KEY,
    document   TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    number     TEXT NOT NULL,
    part_of    TEXT,
    text       TEXT NOT NULL,
    first      INTEGER NOT NULL,
    last       INTEGER NOT NULL
) STRICT;
CREATE INDEX questions_document ON questions (document, first);

CREATE TABLE cases (
    document   TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    item       TEXT,
    value      TEXT NOT NULL,         -- as printed
    key        TEXT NOT NULL,         -- the same for all ways to print it
    own        INTEGER NOT NULL,      -- 1: its own number, 0: one it speaks of
    first      INTEGER                -- where it stands
) STRICT;
CREATE INDEX cases_key ON cases (key);
CREATE INDEX cases_document ON cases (document);

CREATE TABLE refs (
    document   TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    kind       TEXT NOT NULL,
    value      TEXT NOT NULL,
    item       TEXT,
    body       TEXT,
    date       TEXT,
    event      TEXT,
    first      INTEGER NOT NULL,
    last       INTEGER NOT NULL
) STRICT;
CREATE INDEX refs_document ON refs (document, first);

-- The protocols of a file that holds several: what lies in `first` to `last` is theirs.
CREATE TABLE protocols (
    document   TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    first      INTEGER NOT NULL,
    last       INTEGER NOT NULL,
    body       TEXT,
    date       TEXT,                  -- EDTF
    since      TEXT,                  -- first and last day of the date, for filters
    until      TEXT,
    PRIMARY KEY (document, first)
) STRICT, WITHOUT ROWID;

-- What search looks at: one row a unit, and beside it the terms (see tokens.py).
CREATE TABLE units (
    rowid      INTEGER PRIMARY KEY,
    document   TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    type       TEXT NOT NULL,         -- decision, statement, question, item, page
    kind       TEXT NOT NULL,         -- of the document, or of the statement
    parties    TEXT NOT NULL          -- " V S "
) STRICT;
CREATE INDEX units_document ON units (document);

CREATE TABLE places (
    rowid      INTEGER PRIMARY KEY REFERENCES units (rowid) ON DELETE CASCADE,
    part       TEXT NOT NULL,         -- <id12>/§8/b1
    item       TEXT,
    page       INTEGER NOT NULL,
    title      TEXT,
    body       TEXT,
    first      INTEGER NOT NULL,
    last       INTEGER NOT NULL,
    raw_first  INTEGER NOT NULL,
    raw_last   INTEGER NOT NULL,
    length     INTEGER NOT NULL       -- in words
) STRICT;

CREATE VIRTUAL TABLE terms USING fts5 (
    title, meta, exact, lemma, parts,
    tokenize = "unicode61 remove_diacritics 0 tokenchars '-_/§:.&'"
);
-- The forms of words that stand somewhere in the archive, for what is typed without accents or misspelt. Forms
-- of documents that went may stay; `vocabulary` knows how often a form stands there now.
CREATE TABLE spellings (
    form       TEXT PRIMARY KEY,
    folded     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX spellings_folded ON spellings (folded);

CREATE VIRTUAL TABLE vocabulary USING fts5vocab ('terms', 'col');

-- What each document says of plans and matters, from which plans and links are put together.
CREATE TABLE facts (
    document   TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    facts      TEXT NOT NULL          -- JSON
) STRICT;

CREATE TABLE plans (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    plan       TEXT NOT NULL          -- JSON: variants, editions, events
) STRICT;

CREATE TABLE links (
    id         TEXT PRIMARY KEY,
    document   TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL,
    plan       TEXT,
    target     TEXT,                  -- the document it leads to
    first      INTEGER NOT NULL,
    link       TEXT NOT NULL          -- JSON
) STRICT;
CREATE INDEX links_document ON links (document, first);
CREATE INDEX links_plan ON links (plan);
CREATE INDEX links_target ON links (target);

CREATE TABLE claims (
    rowid      INTEGER PRIMARY KEY,
    document   TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    verdict    TEXT NOT NULL,
    first      INTEGER NOT NULL,
    claim      TEXT NOT NULL          -- JSON
) STRICT;
CREATE INDEX claims_document ON claims (document, first);

CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- ------------------------------------------------------------------------------------------------------------
-- What people decide.

CREATE TABLE reviews (
    document   TEXT NOT NULL,
    first      INTEGER NOT NULL,      -- in the raw text
    last       INTEGER NOT NULL,
    before     TEXT NOT NULL,
    after      TEXT NOT NULL,
    state      TEXT NOT NULL,         -- applied or rejected
    by         TEXT,
    at         TEXT NOT NULL,
    PRIMARY KEY (document, first, last)
) STRICT, WITHOUT ROWID;

CREATE TABLE verdicts (
    link       TEXT PRIMARY KEY,      -- the link's id, which is made of what it joins and stays
    state      TEXT NOT NULL,         -- confirmed or rejected
    by         TEXT,
    at         TEXT NOT NULL
) STRICT, WITHOUT ROWID;
