-- What is owed is computed; what was paid is added row by row and never changed.

-- A payout belongs to a registration and, within it, to a payee: '' is the depositor.
ALTER TABLE payouts ADD COLUMN registration_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin;
ALTER TABLE payouts ADD COLUMN payee CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '';
ALTER TABLE payouts ADD COLUMN adjustments_cents INT NOT NULL DEFAULT 0;
-- Digest of the reckoning that the slip shows.
ALTER TABLE payouts ADD COLUMN slip_digest CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
UPDATE payouts SET registration_id = (
  SELECT registrations.id FROM registrations
  WHERE registrations.edition_id = payouts.edition_id AND registrations.user_id = payouts.user_id
);
CREATE UNIQUE INDEX uq_payouts_registration_id_payee ON payouts (registration_id, payee);

-- Money that left, and money taken back: negative, naming the row that it takes back.
CREATE TABLE payout_payments (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  payout_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ordinal INT NOT NULL,
  amount_cents INT NOT NULL,
  method VARCHAR(16) NOT NULL CHECK (method IN ('cheque', 'transfer', 'cash', 'nothing')),
  cheque_number VARCHAR(40),
  transfer_date CHAR(10) CHARACTER SET ascii COLLATE ascii_bin,
  paid_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  paid_by CHAR(36) CHARACTER SET ascii COLLATE ascii_bin,
  comment VARCHAR(500),
  reverses CHAR(36) CHARACTER SET ascii COLLATE ascii_bin,
  reason VARCHAR(500),
  CONSTRAINT fk_payout_payments_payout_id FOREIGN KEY (payout_id) REFERENCES payouts (id),
  CONSTRAINT fk_payout_payments_paid_by FOREIGN KEY (paid_by) REFERENCES users (id),
  CONSTRAINT uq_payout_payments_payout_id_ordinal UNIQUE (payout_id, ordinal),
  CONSTRAINT uq_payout_payments_reverses UNIQUE (reverses)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_payout_payments_paid_by ON payout_payments (paid_by);

-- Final amounts beside sales, commission and fees; above zero in favour of the depositor.
CREATE TABLE payout_adjustments (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  payout_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind VARCHAR(16) NOT NULL CHECK (kind IN ('dispute', 'goodwill', 'correction', 'fee_waived', 'debt_carried')),
  amount_cents INT NOT NULL,
  reason VARCHAR(500) NOT NULL,
  linked_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin,
  created_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_by CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  CONSTRAINT fk_payout_adjustments_payout_id FOREIGN KEY (payout_id) REFERENCES payouts (id),
  CONSTRAINT fk_payout_adjustments_created_by FOREIGN KEY (created_by) REFERENCES users (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE INDEX ix_payout_adjustments_payout_id ON payout_adjustments (payout_id);
CREATE INDEX ix_payout_adjustments_created_by ON payout_adjustments (created_by);

-- What has been paid so far becomes one row each, under the payout's own id.
INSERT INTO payout_payments (id, payout_id, ordinal, amount_cents, method, cheque_number, transfer_date, paid_at, paid_by, comment)
SELECT id, id, 1, net_cents, COALESCE(method, 'cash'), cheque_number, transfer_date, paid_at, paid_by, comment
FROM payouts WHERE paid_at IS NOT NULL;
