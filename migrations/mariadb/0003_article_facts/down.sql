DROP INDEX ix_quarantine_session_id_sequence ON quarantine;
ALTER TABLE quarantine DROP COLUMN signed;
ALTER TABLE quarantine DROP COLUMN sequence;
ALTER TABLE quarantine DROP COLUMN session_id;
DROP TABLE label_prices;
UPDATE articles SET status = 'declared' WHERE status = 'not_brought';
ALTER TABLE articles DROP COLUMN outcome;
ALTER TABLE articles DROP COLUMN mark;
ALTER TABLE articles DROP COLUMN verdict;
