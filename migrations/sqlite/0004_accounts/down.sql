ALTER TABLE refresh_tokens DROP COLUMN generation;
DROP INDEX ix_sessions_register_session_id;
ALTER TABLE sessions DROP COLUMN password_at;
ALTER TABLE sessions DROP COLUMN renewed_at;
ALTER TABLE sessions DROP COLUMN generation;
ALTER TABLE sessions DROP COLUMN register_session_id;
ALTER TABLE sessions DROP COLUMN scope;
