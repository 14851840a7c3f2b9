DROP INDEX ix_outbox_state_lane_next_at ON outbox;
ALTER TABLE outbox DROP COLUMN fault;
ALTER TABLE outbox DROP COLUMN link_hash;
ALTER TABLE outbox DROP COLUMN lane;
