-- Twin of migrations/sqlite/0001_spine: same tables, same columns.
-- Instants are UTC text of fixed width (2025-11-08T09:31:22.123Z), so they sort and read the same on both engines.

-- Everybody who can be named: depositors, volunteers, managers, admins.
CREATE TABLE users (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  email VARCHAR(254) NOT NULL UNIQUE,
  password_hash VARCHAR(255),
  role VARCHAR(16) NOT NULL CHECK (role IN ('depositor', 'volunteer', 'manager', 'admin')),
  state VARCHAR(16) NOT NULL CHECK (state IN ('invited', 'active', 'disabled', 'erased')),
  first_name VARCHAR(80) NOT NULL,
  last_name VARCHAR(80) NOT NULL,
  phone VARCHAR(20),
  address VARCHAR(200),
  postal_code VARCHAR(10),
  city VARCHAR(80),
  mail_blocked BOOLEAN NOT NULL,
  terms_version VARCHAR(20),
  terms_accepted_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  privacy_accepted_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  created_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  updated_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  last_login_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The block of four 1000-numbers that belongs to a member from edition to edition.
CREATE TABLE member_numbers (
  first_number INT NOT NULL PRIMARY KEY,
  user_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
  CONSTRAINT fk_member_numbers_user_id FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- One log-in on one device; the family of its refresh tokens.
CREATE TABLE sessions (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  user_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  expires_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  last_used_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  revoked_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  address VARCHAR(45) NOT NULL,
  agent VARCHAR(200) NOT NULL,
  CONSTRAINT fk_sessions_user_id FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_sessions_user_id ON sessions (user_id);

-- Every refresh token ever issued, as SHA-256: using one twice gives a thief away.
CREATE TABLE refresh_tokens (
  hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  session_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  used_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  CONSTRAINT fk_refresh_tokens_session_id FOREIGN KEY (session_id) REFERENCES sessions (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_refresh_tokens_session_id ON refresh_tokens (session_id);

-- Former passwords, so that the last three are not taken again.
CREATE TABLE password_history (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  user_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  hash VARCHAR(255) NOT NULL,
  created_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  CONSTRAINT fk_password_history_user_id FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_password_history_user_id ON password_history (user_id);

-- Single-use links other than invitations.
CREATE TABLE user_tokens (
  hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  user_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  purpose VARCHAR(20) NOT NULL CHECK (purpose IN ('password_reset')),
  created_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  expires_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  used_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  CONSTRAINT fk_user_tokens_user_id FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_user_tokens_user_id ON user_tokens (user_id);

-- How often something was tried in a window, whichever process saw it.
CREATE TABLE rate_counters (
  bucket VARCHAR(120) NOT NULL,
  window_start BIGINT NOT NULL,
  count INT NOT NULL,
  PRIMARY KEY (bucket, window_start)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The single row that orders the writers of the journal.
CREATE TABLE journal_head (
  id INT NOT NULL PRIMARY KEY,
  sequence BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Append-only, hash-chained record of who did what.
CREATE TABLE journal (
  sequence BIGINT NOT NULL PRIMARY KEY,
  at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  actor_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin,
  actor_role VARCHAR(16) NOT NULL,
  address VARCHAR(45) NOT NULL,
  agent VARCHAR(200) NOT NULL,
  request_id VARCHAR(36) NOT NULL,
  event VARCHAR(60) NOT NULL,
  subject VARCHAR(80) NOT NULL,
  details MEDIUMTEXT NOT NULL,
  hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_journal_at ON journal (at);
CREATE INDEX ix_journal_subject ON journal (subject);

-- One sale event with its dates, rules and data.
CREATE TABLE editions (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  name VARCHAR(120) NOT NULL UNIQUE,
  code VARCHAR(8) NOT NULL UNIQUE,
  status VARCHAR(24) NOT NULL CHECK (status IN ('draft', 'configured', 'registrations_open', 'deposit', 'sale', 'settlement', 'closed', 'archived')),
  is_training BOOLEAN NOT NULL,
  running INT UNIQUE,
  starts_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ends_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  place VARCHAR(200),
  description TEXT,
  declaration_deadline CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  deposit_days TEXT NOT NULL,
  sale_days TEXT NOT NULL,
  return_day CHAR(10) CHARACTER SET ascii COLLATE ascii_bin,
  commission_bp INT NOT NULL,
  settings MEDIUMTEXT NOT NULL,
  catalogue MEDIUMTEXT,
  label_key CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_by CHAR(36) CHARACTER SET ascii COLLATE ascii_bin,
  updated_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  closed_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  closed_by CHAR(36) CHARACTER SET ascii COLLATE ascii_bin,
  managers_told_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- A time window with a capacity, in which depositors bring their articles.
CREATE TABLE slots (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  edition_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  starts_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ends_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  capacity INT NOT NULL,
  taken INT NOT NULL,
  residents_only BOOLEAN NOT NULL,
  list_types VARCHAR(80) NOT NULL,
  note VARCHAR(200) NOT NULL,
  CONSTRAINT fk_slots_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT uq_slots_edition_id_starts_at UNIQUE (edition_id, starts_at),
  CHECK (taken >= 0 AND taken <= capacity)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- One depositor's taking part in one edition.
CREATE TABLE registrations (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  edition_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  user_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  slot_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  list_type VARCHAR(16) NOT NULL CHECK (list_type IN ('standard', 'member_1000', 'family_2000')),
  origin VARCHAR(16) NOT NULL CHECK (origin IN ('billetweb', 'invitation', 'manual')),
  ticket_ref VARCHAR(60),
  order_ref VARCHAR(60),
  tariff VARCHAR(120),
  created_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  CONSTRAINT fk_registrations_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT fk_registrations_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT fk_registrations_slot_id FOREIGN KEY (slot_id) REFERENCES slots (id),
  CONSTRAINT uq_registrations_edition_id_user_id UNIQUE (edition_id, user_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_registrations_user_id ON registrations (user_id);
CREATE INDEX ix_registrations_slot_id ON registrations (slot_id);

-- Which registration holds which list number of an edition.
CREATE TABLE list_numbers (
  edition_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  number INT NOT NULL,
  registration_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (edition_id, number),
  CONSTRAINT fk_list_numbers_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT fk_list_numbers_registration_id FOREIGN KEY (registration_id) REFERENCES registrations (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_list_numbers_registration_id ON list_numbers (registration_id);

-- What a Billetweb tariff means in this edition.
CREATE TABLE tariffs (
  edition_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  text VARCHAR(120) NOT NULL,
  list_type VARCHAR(16) NOT NULL CHECK (list_type IN ('standard', 'member_1000', 'family_2000', 'ignore')),
  PRIMARY KEY (edition_id, text),
  CONSTRAINT fk_tariffs_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Previewed Billetweb files, kept a day, and what came of them.
CREATE TABLE imports (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  edition_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  digest CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  file_name VARCHAR(200) NOT NULL,
  content MEDIUMBLOB,
  created_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_by CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  imported_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  result TEXT,
  CONSTRAINT fk_imports_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT uq_imports_edition_id_digest UNIQUE (edition_id, digest)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- E-mailed, single-use, 7-day links that activate an account for an edition.
CREATE TABLE invitations (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  edition_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  user_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  token_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin UNIQUE,
  state VARCHAR(16) NOT NULL CHECK (state IN ('pending', 'sent', 'used', 'expired', 'cancelled')),
  created_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_by CHAR(36) CHARACTER SET ascii COLLATE ascii_bin,
  sent_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  expires_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  used_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  CONSTRAINT fk_invitations_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT fk_invitations_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT uq_invitations_edition_id_user_id UNIQUE (edition_id, user_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_invitations_user_id ON invitations (user_id);

-- A numbered list of articles of one depositor in one edition.
CREATE TABLE lists (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  edition_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  registration_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  user_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  number INT NOT NULL,
  list_type VARCHAR(16) NOT NULL CHECK (list_type IN ('standard', 'member_1000', 'family_2000')),
  state VARCHAR(16) NOT NULL CHECK (state IN ('draft', 'validated', 'reviewed', 'closed', 'not_finalised')),
  label_state VARCHAR(16) NOT NULL CHECK (label_state IN ('none', 'generated', 'printed')),
  version INT NOT NULL,
  created_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  validated_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  labels_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  CONSTRAINT fk_lists_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT fk_lists_registration_id FOREIGN KEY (registration_id) REFERENCES registrations (id),
  CONSTRAINT fk_lists_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT uq_lists_edition_id_number UNIQUE (edition_id, number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_lists_registration_id ON lists (registration_id);
CREATE INDEX ix_lists_user_id ON lists (user_id);

-- One line of a list: one thing for sale, or one lot.
CREATE TABLE articles (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  edition_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  list_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  list_number INT NOT NULL,
  line INT NOT NULL,
  entry INT NOT NULL,
  code VARCHAR(24),
  category VARCHAR(20) NOT NULL,
  subcategory VARCHAR(24) NOT NULL,
  gender VARCHAR(16),
  size VARCHAR(20),
  description VARCHAR(100) NOT NULL,
  color VARCHAR(30),
  brand VARCHAR(30),
  price_cents INT NOT NULL,
  is_lot BOOLEAN NOT NULL,
  lot_quantity INT,
  certified BOOLEAN NOT NULL,
  status VARCHAR(16) NOT NULL CHECK (status IN ('draft', 'declared', 'accepted', 'refused', 'on_sale', 'sold', 'unsold', 'returned', 'donated', 'withdrawn', 'lost')),
  status_reason VARCHAR(200),
  created_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  updated_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  CONSTRAINT fk_articles_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT fk_articles_list_id FOREIGN KEY (list_id) REFERENCES lists (id),
  CONSTRAINT uq_articles_edition_id_code UNIQUE (edition_id, code),
  CHECK (price_cents >= 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_articles_edition_id_updated_at ON articles (edition_id, updated_at);
CREATE INDEX ix_articles_edition_id_status ON articles (edition_id, status);
CREATE INDEX ix_articles_list_id ON articles (list_id);

-- A volunteer's time at one till, from opening to counting.
CREATE TABLE register_sessions (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  edition_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ordinal INT NOT NULL,
  register_number INT NOT NULL,
  user_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  open_key VARCHAR(60) UNIQUE,
  opening_float_cents INT NOT NULL,
  opened_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  closed_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  closed_by CHAR(36) CHARACTER SET ascii COLLATE ascii_bin,
  last_sequence INT NOT NULL,
  last_signature CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  last_seen_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  report TEXT,
  counted TEXT,
  comment VARCHAR(500),
  CONSTRAINT fk_register_sessions_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT fk_register_sessions_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT uq_register_sessions_edition_id_ordinal UNIQUE (edition_id, ordinal)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_register_sessions_user_id ON register_sessions (user_id);

-- One customer's basket, as the till signed it.
CREATE TABLE tickets (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  edition_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  session_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  number INT NOT NULL,
  sequence INT NOT NULL,
  sold_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  recorded_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  private_sale BOOLEAN NOT NULL,
  total_cents INT NOT NULL,
  previous CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  signature CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  cancels CHAR(36) CHARACTER SET ascii COLLATE ascii_bin UNIQUE,
  origin VARCHAR(16) NOT NULL CHECK (origin IN ('strict', 'sync', 'quarantine')),
  CONSTRAINT fk_tickets_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT fk_tickets_session_id FOREIGN KEY (session_id) REFERENCES register_sessions (id),
  CONSTRAINT uq_tickets_session_id_sequence UNIQUE (session_id, sequence),
  CONSTRAINT uq_tickets_edition_id_number UNIQUE (edition_id, number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_tickets_edition_id_recorded_at ON tickets (edition_id, recorded_at);
-- Holds all that the live figures count.
CREATE INDEX ix_tickets_live ON tickets (edition_id, session_id, private_sale, cancels);

-- One claim on an article. At most one claim of an article is effective.
CREATE TABLE ticket_lines (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  ticket_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  edition_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  line INT NOT NULL,
  code VARCHAR(24) NOT NULL,
  article_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin,
  effective_article_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin UNIQUE,
  price_cents INT NOT NULL,
  payout_price_cents INT,
  status VARCHAR(16) NOT NULL CHECK (status IN ('sold', 'conflict', 'unknown_code', 'not_on_sale')),
  price_differs BOOLEAN NOT NULL,
  sold_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  cancelled_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  cancelled_by CHAR(36) CHARACTER SET ascii COLLATE ascii_bin,
  cancel_reason VARCHAR(24),
  cancel_comment VARCHAR(500),
  settled_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  settled_by CHAR(36) CHARACTER SET ascii COLLATE ascii_bin,
  settled_how VARCHAR(16),
  settled_reason VARCHAR(500),
  CONSTRAINT fk_ticket_lines_ticket_id FOREIGN KEY (ticket_id) REFERENCES tickets (id),
  CONSTRAINT fk_ticket_lines_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT fk_ticket_lines_article_id FOREIGN KEY (article_id) REFERENCES articles (id),
  CONSTRAINT uq_ticket_lines_ticket_id_line UNIQUE (ticket_id, line)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_ticket_lines_edition_id_status ON ticket_lines (edition_id, status);
CREATE INDEX ix_ticket_lines_article_id ON ticket_lines (article_id);
-- Holds all that the live figures add up.
CREATE INDEX ix_ticket_lines_live ON ticket_lines (edition_id, price_differs, effective_article_id, sold_at, price_cents, code);

-- How a ticket was paid, and into whose drawer: the session of its ticket.
CREATE TABLE payments (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  ticket_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  session_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  method VARCHAR(16) NOT NULL CHECK (method IN ('cash', 'card', 'cheque')),
  amount_cents INT NOT NULL,
  CONSTRAINT fk_payments_ticket_id FOREIGN KEY (ticket_id) REFERENCES tickets (id),
  CONSTRAINT fk_payments_session_id FOREIGN KEY (session_id) REFERENCES register_sessions (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_payments_ticket_id ON payments (ticket_id);
-- Holds all that a drawer and the live figures add up.
CREATE INDEX ix_payments_session_id_method_amount_cents ON payments (session_id, method, amount_cents);

-- Tickets that could not be trusted, kept whole until a manager decides.
CREATE TABLE quarantine (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  edition_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ticket_id VARCHAR(60) NOT NULL,
  digest CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  body MEDIUMTEXT NOT NULL,
  reason VARCHAR(40) NOT NULL,
  received_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  received_by CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state VARCHAR(16) NOT NULL CHECK (state IN ('waiting', 'accepted', 'dropped')),
  decided_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  decided_by CHAR(36) CHARACTER SET ascii COLLATE ascii_bin,
  decision_reason VARCHAR(500),
  CONSTRAINT fk_quarantine_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT uq_quarantine_ticket_id_digest_edition_id UNIQUE (ticket_id, digest, edition_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_quarantine_edition_id ON quarantine (edition_id);

-- Baskets put aside at one till for another; a number is free again once its basket has been taken up.
CREATE TABLE held_tickets (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  edition_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  number INT NOT NULL,
  open_number INT,
  body MEDIUMTEXT NOT NULL,
  held_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  held_by CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  taken_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  taken_by CHAR(36) CHARACTER SET ascii COLLATE ascii_bin,
  CONSTRAINT fk_held_tickets_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT uq_held_tickets_edition_id_open_number UNIQUE (edition_id, open_number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What a depositor is owed.
CREATE TABLE payouts (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  edition_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  user_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  gross_cents INT NOT NULL,
  commission_cents INT NOT NULL,
  fees_cents INT NOT NULL,
  net_cents INT NOT NULL,
  fees_due_cents INT NOT NULL,
  state VARCHAR(16) NOT NULL CHECK (state IN ('to_generate', 'slip_ready', 'paid', 'absent', 'closed')),
  computed_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  slip_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  method VARCHAR(16),
  cheque_number VARCHAR(40),
  transfer_date CHAR(10) CHARACTER SET ascii COLLATE ascii_bin,
  unsold_returned BOOLEAN NOT NULL,
  comment VARCHAR(500),
  paid_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  paid_by CHAR(36) CHARACTER SET ascii COLLATE ascii_bin,
  CONSTRAINT fk_payouts_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT fk_payouts_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT uq_payouts_edition_id_user_id UNIQUE (edition_id, user_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_payouts_user_id ON payouts (user_id);

-- Mail written in the transaction that causes it, sent afterwards.
CREATE TABLE outbox (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  kind VARCHAR(40) NOT NULL,
  user_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin,
  recipient VARCHAR(254) NOT NULL,
  subject VARCHAR(200) NOT NULL,
  body_text MEDIUMTEXT NOT NULL,
  body_html MEDIUMTEXT NOT NULL,
  enclosure VARCHAR(80),
  state VARCHAR(16) NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed')),
  attempts INT NOT NULL,
  next_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  claimed_until CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  last_error VARCHAR(500),
  created_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sent_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  CONSTRAINT fk_outbox_user_id FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_outbox_state_next_at ON outbox (state, next_at);

-- Answers already given to a request that is sent again.
CREATE TABLE idempotency_keys (
  user_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  idempotency_key VARCHAR(80) NOT NULL,
  request_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  status INT NOT NULL,
  body MEDIUMTEXT NOT NULL,
  created_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (user_id, idempotency_key),
  CONSTRAINT fk_idempotency_keys_user_id FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_idempotency_keys_created_at ON idempotency_keys (created_at);

-- Long work, done in small steps by whoever passes by.
CREATE TABLE jobs (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  kind VARCHAR(40) NOT NULL,
  edition_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_by CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state VARCHAR(16) NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
  done INT NOT NULL,
  total INT NOT NULL,
  message VARCHAR(500) NOT NULL,
  payload MEDIUMTEXT NOT NULL,
  result_path VARCHAR(300),
  claimed_until CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  created_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  updated_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  CONSTRAINT fk_jobs_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_jobs_state_updated_at ON jobs (state, updated_at);

-- What cron does when it is due, with its last run. Two crons race for run_id.
CREATE TABLE tasks (
  name VARCHAR(40) NOT NULL PRIMARY KEY,
  run_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state VARCHAR(16) NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  started_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ended_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  succeeded_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  duration_ms INT,
  detail VARCHAR(500) NOT NULL,
  report MEDIUMTEXT,
  claimed_until CHAR(24) CHARACTER SET ascii COLLATE ascii_bin
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What somebody was told by cron, and about what: the key keeps it from being told twice.
CREATE TABLE notices (
  kind VARCHAR(40) NOT NULL,
  user_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  about VARCHAR(36) NOT NULL,
  day CHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  told_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (kind, user_id, about, day),
  CONSTRAINT fk_notices_user_id FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

INSERT INTO journal_head (id, sequence) VALUES (1, 0);
