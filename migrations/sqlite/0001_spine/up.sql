-- Twin of migrations/mariadb/0001_spine: same tables, same columns.
-- Instants are UTC text of fixed width (2025-11-08T09:31:22.123Z), so they sort and read the same on both engines.

-- Everybody who can be named: depositors, volunteers, managers, admins.
CREATE TABLE users (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  password_hash TEXT,
  role TEXT NOT NULL CHECK (role IN ('depositor', 'volunteer', 'manager', 'admin')),
  state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'disabled', 'erased')),
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  phone TEXT,
  address TEXT,
  postal_code TEXT,
  city TEXT,
  mail_blocked BOOLEAN NOT NULL,
  terms_version TEXT,
  terms_accepted_at TEXT,
  privacy_accepted_at TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  last_login_at TEXT
);

-- The block of four 1000-numbers that belongs to a member from edition to edition.
CREATE TABLE member_numbers (
  first_number INTEGER NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL UNIQUE,
  CONSTRAINT fk_member_numbers_user_id FOREIGN KEY (user_id) REFERENCES users (id)
);

-- One log-in on one device; the family of its refresh tokens.
CREATE TABLE sessions (
  id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  last_used_at TEXT NOT NULL,
  revoked_at TEXT,
  address TEXT NOT NULL,
  agent TEXT NOT NULL,
  CONSTRAINT fk_sessions_user_id FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_sessions_user_id ON sessions (user_id);

-- Every refresh token ever issued, as SHA-256: using one twice gives a thief away.
CREATE TABLE refresh_tokens (
  hash TEXT NOT NULL PRIMARY KEY,
  session_id TEXT NOT NULL,
  created_at TEXT NOT NULL,
  used_at TEXT,
  CONSTRAINT fk_refresh_tokens_session_id FOREIGN KEY (session_id) REFERENCES sessions (id)
);
CREATE INDEX ix_refresh_tokens_session_id ON refresh_tokens (session_id);

-- Former passwords, so that the last three are not taken again.
CREATE TABLE password_history (
  id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL,
  hash TEXT NOT NULL,
  created_at TEXT NOT NULL,
  CONSTRAINT fk_password_history_user_id FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_password_history_user_id ON password_history (user_id);

-- Single-use links other than invitations.
CREATE TABLE user_tokens (
  hash TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('password_reset')),
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_at TEXT,
  CONSTRAINT fk_user_tokens_user_id FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_user_tokens_user_id ON user_tokens (user_id);

-- How often something was tried in a window, whichever process saw it.
CREATE TABLE rate_counters (
  bucket TEXT NOT NULL,
  window_start BIGINT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (bucket, window_start)
);

-- The single row that orders the writers of the journal.
CREATE TABLE journal_head (
  id INTEGER NOT NULL PRIMARY KEY,
  sequence BIGINT NOT NULL
);

-- Append-only, hash-chained record of who did what.
CREATE TABLE journal (
  sequence BIGINT NOT NULL PRIMARY KEY,
  at TEXT NOT NULL,
  actor_id TEXT,
  actor_role TEXT NOT NULL,
  address TEXT NOT NULL,
  agent TEXT NOT NULL,
  request_id TEXT NOT NULL,
  event TEXT NOT NULL,
  subject TEXT NOT NULL,
  details TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE INDEX ix_journal_at ON journal (at);
CREATE INDEX ix_journal_subject ON journal (subject);

-- One sale event with its dates, rules and data.
CREATE TABLE editions (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  code TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL CHECK (status IN ('draft', 'configured', 'registrations_open', 'deposit', 'sale', 'settlement', 'closed', 'archived')),
  is_training BOOLEAN NOT NULL,
  running INTEGER UNIQUE,
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  place TEXT,
  description TEXT,
  declaration_deadline TEXT,
  deposit_days TEXT NOT NULL,
  sale_days TEXT NOT NULL,
  return_day TEXT,
  commission_bp INTEGER NOT NULL,
  settings TEXT NOT NULL,
  catalogue TEXT,
  label_key TEXT NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT,
  updated_at TEXT NOT NULL,
  closed_at TEXT,
  closed_by TEXT,
  managers_told_at TEXT
);

-- A time window with a capacity, in which depositors bring their articles.
CREATE TABLE slots (
  id TEXT NOT NULL PRIMARY KEY,
  edition_id TEXT NOT NULL,
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  capacity INTEGER NOT NULL,
  taken INTEGER NOT NULL,
  residents_only BOOLEAN NOT NULL,
  list_types TEXT NOT NULL,
  note TEXT NOT NULL,
  CONSTRAINT fk_slots_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT uq_slots_edition_id_starts_at UNIQUE (edition_id, starts_at),
  CHECK (taken >= 0 AND taken <= capacity)
);

-- One depositor's taking part in one edition.
CREATE TABLE registrations (
  id TEXT NOT NULL PRIMARY KEY,
  edition_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  slot_id TEXT NOT NULL,
  list_type TEXT NOT NULL CHECK (list_type IN ('standard', 'member_1000', 'family_2000')),
  origin TEXT NOT NULL CHECK (origin IN ('billetweb', 'invitation', 'manual')),
  ticket_ref TEXT,
  order_ref TEXT,
  tariff TEXT,
  created_at TEXT NOT NULL,
  CONSTRAINT fk_registrations_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT fk_registrations_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT fk_registrations_slot_id FOREIGN KEY (slot_id) REFERENCES slots (id),
  CONSTRAINT uq_registrations_edition_id_user_id UNIQUE (edition_id, user_id)
);
CREATE INDEX ix_registrations_user_id ON registrations (user_id);
CREATE INDEX ix_registrations_slot_id ON registrations (slot_id);

-- Which registration holds which list number of an edition.
CREATE TABLE list_numbers (
  edition_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  registration_id TEXT NOT NULL,
  PRIMARY KEY (edition_id, number),
  CONSTRAINT fk_list_numbers_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT fk_list_numbers_registration_id FOREIGN KEY (registration_id) REFERENCES registrations (id)
);
CREATE INDEX ix_list_numbers_registration_id ON list_numbers (registration_id);

-- What a Billetweb tariff means in this edition.
CREATE TABLE tariffs (
  edition_id TEXT NOT NULL,
  text TEXT NOT NULL,
  list_type TEXT NOT NULL CHECK (list_type IN ('standard', 'member_1000', 'family_2000', 'ignore')),
  PRIMARY KEY (edition_id, text),
  CONSTRAINT fk_tariffs_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id)
);

-- Previewed Billetweb files, kept a day, and what came of them.
CREATE TABLE imports (
  id TEXT NOT NULL PRIMARY KEY,
  edition_id TEXT NOT NULL,
  digest TEXT NOT NULL,
  file_name TEXT NOT NULL,
  content BLOB,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  imported_at TEXT,
  result TEXT,
  CONSTRAINT fk_imports_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT uq_imports_edition_id_digest UNIQUE (edition_id, digest)
);

-- E-mailed, single-use, 7-day links that activate an account for an edition.
CREATE TABLE invitations (
  id TEXT NOT NULL PRIMARY KEY,
  edition_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  token_hash TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'used', 'expired', 'cancelled')),
  created_at TEXT NOT NULL,
  created_by TEXT,
  sent_at TEXT,
  expires_at TEXT NOT NULL,
  used_at TEXT,
  CONSTRAINT fk_invitations_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT fk_invitations_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT uq_invitations_edition_id_user_id UNIQUE (edition_id, user_id)
);
CREATE INDEX ix_invitations_user_id ON invitations (user_id);

-- A numbered list of articles of one depositor in one edition.
CREATE TABLE lists (
  id TEXT NOT NULL PRIMARY KEY,
  edition_id TEXT NOT NULL,
  registration_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  list_type TEXT NOT NULL CHECK (list_type IN ('standard', 'member_1000', 'family_2000')),
  state TEXT NOT NULL CHECK (state IN ('draft', 'validated', 'reviewed', 'closed', 'not_finalised')),
  label_state TEXT NOT NULL CHECK (label_state IN ('none', 'generated', 'printed')),
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  validated_at TEXT,
  labels_at TEXT,
  CONSTRAINT fk_lists_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT fk_lists_registration_id FOREIGN KEY (registration_id) REFERENCES registrations (id),
  CONSTRAINT fk_lists_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT uq_lists_edition_id_number UNIQUE (edition_id, number)
);
CREATE INDEX ix_lists_registration_id ON lists (registration_id);
CREATE INDEX ix_lists_user_id ON lists (user_id);

-- One line of a list: one thing for sale, or one lot.
CREATE TABLE articles (
  id TEXT NOT NULL PRIMARY KEY,
  edition_id TEXT NOT NULL,
  list_id TEXT NOT NULL,
  list_number INTEGER NOT NULL,
  line INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  code TEXT,
  category TEXT NOT NULL,
  subcategory TEXT NOT NULL,
  gender TEXT,
  size TEXT,
  description TEXT NOT NULL,
  color TEXT,
  brand TEXT,
  price_cents INTEGER NOT NULL,
  is_lot BOOLEAN NOT NULL,
  lot_quantity INTEGER,
  certified BOOLEAN NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('draft', 'declared', 'accepted', 'refused', 'on_sale', 'sold', 'unsold', 'returned', 'donated', 'withdrawn', 'lost')),
  status_reason TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CONSTRAINT fk_articles_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT fk_articles_list_id FOREIGN KEY (list_id) REFERENCES lists (id),
  CONSTRAINT uq_articles_edition_id_code UNIQUE (edition_id, code),
  CHECK (price_cents >= 0)
);
CREATE INDEX ix_articles_edition_id_updated_at ON articles (edition_id, updated_at);
CREATE INDEX ix_articles_edition_id_status ON articles (edition_id, status);
CREATE INDEX ix_articles_list_id ON articles (list_id);

-- A volunteer's time at one till, from opening to counting.
CREATE TABLE register_sessions (
  id TEXT NOT NULL PRIMARY KEY,
  edition_id TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  register_number INTEGER NOT NULL,
  user_id TEXT NOT NULL,
  open_key TEXT UNIQUE,
  opening_float_cents INTEGER NOT NULL,
  opened_at TEXT NOT NULL,
  closed_at TEXT,
  closed_by TEXT,
  last_sequence INTEGER NOT NULL,
  last_signature TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  report TEXT,
  counted TEXT,
  comment TEXT,
  CONSTRAINT fk_register_sessions_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT fk_register_sessions_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT uq_register_sessions_edition_id_ordinal UNIQUE (edition_id, ordinal)
);
CREATE INDEX ix_register_sessions_user_id ON register_sessions (user_id);

-- One customer's basket, as the till signed it.
CREATE TABLE tickets (
  id TEXT NOT NULL PRIMARY KEY,
  edition_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  sold_at TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  private_sale BOOLEAN NOT NULL,
  total_cents INTEGER NOT NULL,
  previous TEXT NOT NULL,
  signature TEXT NOT NULL,
  cancels TEXT UNIQUE,
  origin TEXT NOT NULL CHECK (origin IN ('strict', 'sync', 'quarantine')),
  CONSTRAINT fk_tickets_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT fk_tickets_session_id FOREIGN KEY (session_id) REFERENCES register_sessions (id),
  CONSTRAINT uq_tickets_session_id_sequence UNIQUE (session_id, sequence),
  CONSTRAINT uq_tickets_edition_id_number UNIQUE (edition_id, number)
);
CREATE INDEX ix_tickets_edition_id_recorded_at ON tickets (edition_id, recorded_at);
-- Holds all that the live figures count.
CREATE INDEX ix_tickets_live ON tickets (edition_id, session_id, private_sale, cancels);

-- One claim on an article. At most one claim of an article is effective.
CREATE TABLE ticket_lines (
  id TEXT NOT NULL PRIMARY KEY,
  ticket_id TEXT NOT NULL,
  edition_id TEXT NOT NULL,
  line INTEGER NOT NULL,
  code TEXT NOT NULL,
  article_id TEXT,
  effective_article_id TEXT UNIQUE,
  price_cents INTEGER NOT NULL,
  payout_price_cents INTEGER,
  status TEXT NOT NULL CHECK (status IN ('sold', 'conflict', 'unknown_code', 'not_on_sale')),
  price_differs BOOLEAN NOT NULL,
  sold_at TEXT NOT NULL,
  cancelled_at TEXT,
  cancelled_by TEXT,
  cancel_reason TEXT,
  cancel_comment TEXT,
  settled_at TEXT,
  settled_by TEXT,
  settled_how TEXT,
  settled_reason TEXT,
  CONSTRAINT fk_ticket_lines_ticket_id FOREIGN KEY (ticket_id) REFERENCES tickets (id),
  CONSTRAINT fk_ticket_lines_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT fk_ticket_lines_article_id FOREIGN KEY (article_id) REFERENCES articles (id),
  CONSTRAINT uq_ticket_lines_ticket_id_line UNIQUE (ticket_id, line)
);
CREATE INDEX ix_ticket_lines_edition_id_status ON ticket_lines (edition_id, status);
CREATE INDEX ix_ticket_lines_article_id ON ticket_lines (article_id);
-- Holds all that the live figures add up.
CREATE INDEX ix_ticket_lines_live ON ticket_lines (edition_id, price_differs, effective_article_id, sold_at, price_cents, code);

-- How a ticket was paid, and into whose drawer: the session of its ticket.
CREATE TABLE payments (
  id TEXT NOT NULL PRIMARY KEY,
  ticket_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  method TEXT NOT NULL CHECK (method IN ('cash', 'card', 'cheque')),
  amount_cents INTEGER NOT NULL,
  CONSTRAINT fk_payments_ticket_id FOREIGN KEY (ticket_id) REFERENCES tickets (id),
  CONSTRAINT fk_payments_session_id FOREIGN KEY (session_id) REFERENCES register_sessions (id)
);
CREATE INDEX ix_payments_ticket_id ON payments (ticket_id);
-- Holds all that a drawer and the live figures add up.
CREATE INDEX ix_payments_session_id_method_amount_cents ON payments (session_id, method, amount_cents);

-- Tickets that could not be trusted, kept whole until a manager decides.
CREATE TABLE quarantine (
  id TEXT NOT NULL PRIMARY KEY,
  edition_id TEXT NOT NULL,
  ticket_id TEXT NOT NULL,
  digest TEXT NOT NULL,
  body TEXT NOT NULL,
  reason TEXT NOT NULL,
  received_at TEXT NOT NULL,
  received_by TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'dropped')),
  decided_at TEXT,
  decided_by TEXT,
  decision_reason TEXT,
  CONSTRAINT fk_quarantine_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT uq_quarantine_ticket_id_digest_edition_id UNIQUE (ticket_id, digest, edition_id)
);
CREATE INDEX ix_quarantine_edition_id ON quarantine (edition_id);

-- Baskets put aside at one till for another; a number is free again once its basket has been taken up.
CREATE TABLE held_tickets (
  id TEXT NOT NULL PRIMARY KEY,
  edition_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  open_number INTEGER,
  body TEXT NOT NULL,
  held_at TEXT NOT NULL,
  held_by TEXT NOT NULL,
  taken_at TEXT,
  taken_by TEXT,
  CONSTRAINT fk_held_tickets_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT uq_held_tickets_edition_id_open_number UNIQUE (edition_id, open_number)
);

-- What a depositor is owed.
CREATE TABLE payouts (
  id TEXT NOT NULL PRIMARY KEY,
  edition_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  gross_cents INTEGER NOT NULL,
  commission_cents INTEGER NOT NULL,
  fees_cents INTEGER NOT NULL,
  net_cents INTEGER NOT NULL,
  fees_due_cents INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('to_generate', 'slip_ready', 'paid', 'absent', 'closed')),
  computed_at TEXT NOT NULL,
  slip_at TEXT,
  method TEXT,
  cheque_number TEXT,
  transfer_date TEXT,
  unsold_returned BOOLEAN NOT NULL,
  comment TEXT,
  paid_at TEXT,
  paid_by TEXT,
  CONSTRAINT fk_payouts_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id),
  CONSTRAINT fk_payouts_user_id FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT uq_payouts_edition_id_user_id UNIQUE (edition_id, user_id)
);
CREATE INDEX ix_payouts_user_id ON payouts (user_id);

-- Mail written in the transaction that causes it, sent afterwards.
CREATE TABLE outbox (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  user_id TEXT,
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  body_text TEXT NOT NULL,
  body_html TEXT NOT NULL,
  enclosure TEXT,
  state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed')),
  attempts INTEGER NOT NULL,
  next_at TEXT NOT NULL,
  claimed_until TEXT,
  last_error TEXT,
  created_at TEXT NOT NULL,
  sent_at TEXT,
  CONSTRAINT fk_outbox_user_id FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_outbox_state_next_at ON outbox (state, next_at);

-- Answers already given to a request that is sent again.
CREATE TABLE idempotency_keys (
  user_id TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  status INTEGER NOT NULL,
  body TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (user_id, idempotency_key),
  CONSTRAINT fk_idempotency_keys_user_id FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX ix_idempotency_keys_created_at ON idempotency_keys (created_at);

-- Long work, done in small steps by whoever passes by.
CREATE TABLE jobs (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  edition_id TEXT NOT NULL,
  created_by TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
  done INTEGER NOT NULL,
  total INTEGER NOT NULL,
  message TEXT NOT NULL,
  payload TEXT NOT NULL,
  result_path TEXT,
  claimed_until TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CONSTRAINT fk_jobs_edition_id FOREIGN KEY (edition_id) REFERENCES editions (id)
);
CREATE INDEX ix_jobs_state_updated_at ON jobs (state, updated_at);

-- What cron does when it is due, with its last run. Two crons race for run_id.
CREATE TABLE tasks (
  name TEXT NOT NULL PRIMARY KEY,
  run_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  started_at TEXT NOT NULL,
  ended_at TEXT,
  succeeded_at TEXT,
  duration_ms INTEGER,
  detail TEXT NOT NULL,
  report TEXT,
  claimed_until TEXT
);

-- What somebody was told by cron, and about what: the key keeps it from being told twice.
CREATE TABLE notices (
  kind TEXT NOT NULL,
  user_id TEXT NOT NULL,
  about TEXT NOT NULL,
  day TEXT NOT NULL,
  told_at TEXT NOT NULL,
  PRIMARY KEY (kind, user_id, about, day),
  CONSTRAINT fk_notices_user_id FOREIGN KEY (user_id) REFERENCES users (id)
);

INSERT INTO journal_head (id, sequence) VALUES (1, 0);
