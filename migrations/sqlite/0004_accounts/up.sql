-- Twin of migrations/mariadb/0004_accounts: same tables, same columns.

-- What a log-in may be used for: `person`, everything its owner may; `till`, one register session.
ALTER TABLE sessions ADD COLUMN scope TEXT NOT NULL DEFAULT 'person';

-- The register session that a till's pair is bound to.
ALTER TABLE sessions ADD COLUMN register_session_id TEXT;

-- How often the log-in was renewed: refresh tokens of this generation work, those of the one before for a minute.
ALTER TABLE sessions ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;

-- When it was renewed last.
ALTER TABLE sessions ADD COLUMN renewed_at TEXT;

-- When its owner last typed the password.
ALTER TABLE sessions ADD COLUMN password_at TEXT;

CREATE INDEX ix_sessions_register_session_id ON sessions (register_session_id);

-- The generation of its log-in that the token belongs to.
ALTER TABLE refresh_tokens ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
