-- An article's state is computed from facts that each have a column of their own.
-- Twin of migrations/sqlite/0003_article_facts.

-- What the review decided: accept, refuse, not_brought.
ALTER TABLE articles ADD COLUMN verdict VARCHAR(16);
-- What happened in the hall: withdrawn, lost.
ALTER TABLE articles ADD COLUMN mark VARCHAR(16);
-- Where it went after the sale: returned, donated.
ALTER TABLE articles ADD COLUMN outcome VARCHAR(16);

UPDATE articles SET verdict = 'accept'
  WHERE status IN ('accepted', 'on_sale', 'sold', 'unsold', 'returned', 'donated', 'withdrawn', 'lost');
UPDATE articles SET verdict = 'refuse' WHERE status = 'refused';
UPDATE articles SET mark = status WHERE status IN ('withdrawn', 'lost');
UPDATE articles SET outcome = status WHERE status IN ('returned', 'donated');

-- Words are checked by the program. The engines name the check of a column differently: each reads its own half.
ALTER TABLE articles /*M! MODIFY COLUMN status VARCHAR(16) NOT NULL */ /*!80016 DROP CHECK articles_chk_1 */;

-- What nobody decided about before the sale opened was not brought; what is left over follows its edition.
UPDATE articles SET status = 'not_brought' WHERE status = 'declared'
  AND edition_id IN (SELECT id FROM editions WHERE status IN ('sale', 'settlement', 'closed', 'archived'));
UPDATE articles SET status = 'accepted' WHERE status IN ('on_sale', 'unsold')
  AND edition_id IN (SELECT id FROM editions WHERE status NOT IN ('sale', 'settlement', 'closed', 'archived'));
UPDATE articles SET status = 'on_sale' WHERE status IN ('accepted', 'unsold')
  AND edition_id IN (SELECT id FROM editions WHERE status = 'sale');
UPDATE articles SET status = 'unsold' WHERE status IN ('accepted', 'on_sale')
  AND edition_id IN (SELECT id FROM editions WHERE status IN ('settlement', 'closed', 'archived'));

-- Prices that stand on labels of an article: a label with another one is nobody's.
CREATE TABLE label_prices (
  article_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  price_cents INT NOT NULL,
  made_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (article_id, price_cents),
  CONSTRAINT fk_label_prices_article_id FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT IGNORE INTO label_prices (article_id, price_cents, made_at)
  SELECT articles.id, articles.price_cents, COALESCE(lists.labels_at, lists.created_at)
  FROM articles INNER JOIN lists ON lists.id = articles.list_id
  WHERE lists.label_state <> 'none' AND articles.code IS NOT NULL;

-- Lines that claimed nothing because their article was not on sale have no owner until a manager gives them one.
UPDATE ticket_lines SET article_id = NULL WHERE status = 'not_on_sale';

-- What a ticket kept apart says of itself, as far as its signature proves it.
ALTER TABLE quarantine ADD COLUMN session_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin;
ALTER TABLE quarantine ADD COLUMN sequence INT;
ALTER TABLE quarantine ADD COLUMN signed BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE quarantine SET signed = TRUE WHERE reason NOT IN ('bad_signature', 'unknown_session', 'malformed');
UPDATE quarantine SET session_id = JSON_UNQUOTE(JSON_EXTRACT(body, '$.session_id')), sequence = JSON_EXTRACT(body, '$.sequence')
  WHERE reason = 'broken_chain';
CREATE INDEX ix_quarantine_session_id_sequence ON quarantine (session_id, sequence);
