-- Desks of the deposit, the sorting and the return, and what is decided at them.
-- Twin of migrations/mariadb/0007_desks.

-- When the sale was opened for the last time; nothing while it is not. What the review says is settled from then on.
ALTER TABLE editions ADD COLUMN sale_opened_at TEXT;

-- What the depositor had written (JSON), once a desk has put something right.
ALTER TABLE articles ADD COLUMN as_declared TEXT;
-- Why it was refused or withdrawn, as one word; status_reason is the sentence.
ALTER TABLE articles ADD COLUMN reason_code TEXT;
-- The bag of its list in which it was put while sorting.
ALTER TABLE articles ADD COLUMN bag INTEGER;
-- Labels that are wanted beside the one there is.
ALTER TABLE articles ADD COLUMN extra_simplified INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN extra_complete INTEGER NOT NULL DEFAULT 0;

-- When a desk began with the list, as the standing decision says.
ALTER TABLE lists ADD COLUMN review_started_at TEXT;
-- Its bags after the sale: sealed, released.
ALTER TABLE lists ADD COLUMN bags TEXT;

-- A desk with the device that its volunteers use.
CREATE TABLE desk_sessions (
  id TEXT NOT NULL,
  edition_id TEXT NOT NULL,
  desk_number INTEGER,
  user_id TEXT NOT NULL,
  -- Names in full letters (JSON).
  volunteers TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  closed_at TEXT,
  -- What the device said last (JSON), and when.
  report TEXT,
  heard_at TEXT,
  PRIMARY KEY (id),
  CONSTRAINT fk_desk_sessions_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT fk_desk_sessions_user_id FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_desk_sessions_edition_id ON desk_sessions (edition_id);

-- What was decided. Rows are only added.
CREATE TABLE desk_commands (
  id TEXT NOT NULL,
  edition_id TEXT NOT NULL,
  list_id TEXT NOT NULL,
  article_id TEXT,
  kind TEXT NOT NULL,
  -- What it says (JSON).
  value TEXT NOT NULL,
  -- When it was decided, as it counts, and as the device said.
  decided_at TEXT NOT NULL,
  claimed_at TEXT NOT NULL,
  received_at TEXT NOT NULL,
  -- The desk session or register session that it was decided in.
  desk_session_id TEXT,
  register_session_id TEXT,
  user_id TEXT NOT NULL,
  -- Whether the sender was a manager when it came.
  by_manager BOOLEAN NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT fk_desk_commands_list_id FOREIGN KEY (list_id) REFERENCES lists (id) ON DELETE CASCADE,
  CONSTRAINT fk_desk_commands_user_id FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_desk_commands_edition_id_received_at ON desk_commands (edition_id, received_at);

-- What desks know about a depositor in an edition.
CREATE TABLE deposit_checks (
  registration_id TEXT NOT NULL,
  envelope BOOLEAN,
  signed_on_paper BOOLEAN,
  identity BOOLEAN,
  residence BOOLEAN,
  remark TEXT,
  PRIMARY KEY (registration_id),
  CONSTRAINT fk_deposit_checks_registration_id FOREIGN KEY (registration_id) REFERENCES registrations (id) ON DELETE CASCADE
);
