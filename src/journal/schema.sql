-- The journal's tables, version 1. Written once, under a temporary name, before the file is ever served from.

-- "JHJL": a file that is ours says so, also to `file` and to whoever finds it in a drawer.
PRAGMA application_id = 0x4A484A4C;
-- The version of this schema. A daemon that knows a smaller one refuses to write.
PRAGMA user_version = 1;

-- Whose journal this is, and which of all files it is. The chain begins with it, so that neither two halls' tickets nor
-- the pages of two files can be mixed: a log of another file breaks the chain at the first row it touches.
CREATE TABLE site (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    identity  TEXT NOT NULL,                -- as the hall's configuration gives it
    birth     BLOB NOT NULL                 -- sixteen random bytes of the day the file was made
) STRICT;

-- How often the daemon came up: a mains that flaps shows here.
CREATE TABLE life (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    starts    INTEGER NOT NULL,             -- every opening of the file for writing
    unclean   INTEGER NOT NULL              -- those that found it not closed: power cuts, kills, crashes
) STRICT;

-- One row a record. Never changed, never deleted.
CREATE TABLE record (
    seq         INTEGER PRIMARY KEY,        -- the order of everything; by one, from 1
    book        TEXT NOT NULL,              -- `hall` or `ledger`: what replays it
    day         INTEGER NOT NULL,           -- yyyymmdd: a start reads one day and no other
    version     INTEGER NOT NULL,           -- which codec wrote the body; old ones are read forever
    boot        INTEGER NOT NULL,           -- which run of the machine `hall_ms` was measured in
    hall_ms     INTEGER NOT NULL,           -- never goes back: rules and waits
    wall_ms     INTEGER,                    -- for paper and reports; NULL while nobody knew the time; 64 bits
    offset_min  INTEGER,                    -- the hall's zone at that moment, so that zones may change later
    number      BLOB NOT NULL,              -- names the asking: the same number has the same answer
    body        TEXT NOT NULL,              -- what was asked and what happened; JSON, so that people can read it
    before      BLOB NOT NULL,              -- hash of the row before: tells a changed row from a missing one
    hash        BLOB NOT NULL               -- over `before` and every column above
) STRICT;

-- No request is stored twice, and a day's rows are found. With the day in front, a commit touches one of the day's
-- few pages and history costs nothing.
CREATE UNIQUE INDEX record_asked ON record (day, number);

-- The end of a day, to be printed on the day's last slip and kept elsewhere: whoever holds that paper can tell whether
-- the days before it have been rewritten, though the whole chain was.
CREATE TABLE seal (
    day      INTEGER PRIMARY KEY,
    seq      INTEGER NOT NULL,              -- the row that closed the day
    records  INTEGER NOT NULL,              -- rows of the hall's book of that day up to there
    last     BLOB NOT NULL,                 -- the hash of that row
    before   BLOB NOT NULL,                 -- the hash of the seal before
    hash     BLOB NOT NULL                  -- over `before` and every column above
) STRICT;
