-- Which messages go first, which link a message carries, and whose fault the last failure was.
ALTER TABLE outbox ADD COLUMN lane INTEGER NOT NULL DEFAULT 1;
ALTER TABLE outbox ADD COLUMN link_hash TEXT;
ALTER TABLE outbox ADD COLUMN fault TEXT CHECK (fault IN ('recipient', 'message', 'account', 'passing', 'held'));
CREATE INDEX ix_outbox_state_lane_next_at ON outbox (state, lane, next_at);
UPDATE outbox SET lane = 0 WHERE kind IN ('password_reset', 'password_changed', 'account_created', 'account_activated');
UPDATE outbox SET lane = 2 WHERE kind IN ('deadline_near', 'deadline_passed', 'slot_near', 'sale_ended', 'invitations_expiring', 'account_inactive');
UPDATE outbox SET fault = 'held' WHERE state = 'failed' AND last_error LIKE 'Retenu lors d%';
-- What has left is not kept: it may hold a link that opens an account.
UPDATE outbox SET body_text = '', body_html = '' WHERE state = 'sent';
