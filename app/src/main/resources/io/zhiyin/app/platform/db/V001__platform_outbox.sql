-- News for the event log, written in the transaction that it tells about and deleted once the log has it.
CREATE TABLE outbox (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id       TEXT NOT NULL UNIQUE,
  event    BLOB NOT NULL
);
