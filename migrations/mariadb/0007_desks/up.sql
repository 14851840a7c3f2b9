-- Desks of the deposit, the sorting and the return, and what is decided at them.
-- Twin of migrations/sqlite/0007_desks.

-- When the sale was opened for the last time; nothing while it is not. What the review says is settled from then on.
ALTER TABLE editions ADD COLUMN sale_opened_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin;

-- What the depositor had written (JSON), once a desk has put something right.
ALTER TABLE articles ADD COLUMN as_declared TEXT;
-- Why it was refused or withdrawn, as one word; status_reason is the sentence.
ALTER TABLE articles ADD COLUMN reason_code VARCHAR(32);
-- The bag of its list in which it was put while sorting.
ALTER TABLE articles ADD COLUMN bag INT;
-- Labels that are wanted beside the one there is.
ALTER TABLE articles ADD COLUMN extra_simplified INT NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN extra_complete INT NOT NULL DEFAULT 0;

-- When a desk began with the list, as the standing decision says.
ALTER TABLE lists ADD COLUMN review_started_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin;
-- Its bags after the sale: sealed, released.
ALTER TABLE lists ADD COLUMN bags VARCHAR(16);

-- A desk with the device that its volunteers use.
CREATE TABLE desk_sessions (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  edition_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  desk_number INT,
  user_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- Names in full letters (JSON).
  volunteers TEXT NOT NULL,
  opened_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  closed_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  -- What the device said last (JSON), and when.
  report TEXT,
  heard_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  PRIMARY KEY (id),
  CONSTRAINT fk_desk_sessions_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT fk_desk_sessions_user_id FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_desk_sessions_edition_id ON desk_sessions (edition_id);

-- What was decided. Rows are only added.
CREATE TABLE desk_commands (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  edition_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  list_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  article_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin,
  kind VARCHAR(16) NOT NULL,
  -- What it says (JSON).
  value TEXT NOT NULL,
  -- When it was decided, as it counts, and as the device said.
  decided_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  claimed_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  received_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- The desk session or register session that it was decided in.
  desk_session_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin,
  register_session_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin,
  user_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- Whether the sender was a manager when it came.
  by_manager BOOLEAN NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT fk_desk_commands_list_id FOREIGN KEY (list_id) REFERENCES lists (id) ON DELETE CASCADE,
  CONSTRAINT fk_desk_commands_user_id FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_desk_commands_edition_id_received_at ON desk_commands (edition_id, received_at);

-- What desks know about a depositor in an edition.
CREATE TABLE deposit_checks (
  registration_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  envelope BOOLEAN,
  signed_on_paper BOOLEAN,
  identity BOOLEAN,
  residence BOOLEAN,
  remark VARCHAR(200),
  PRIMARY KEY (registration_id),
  CONSTRAINT fk_deposit_checks_registration_id FOREIGN KEY (registration_id) REFERENCES registrations (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
