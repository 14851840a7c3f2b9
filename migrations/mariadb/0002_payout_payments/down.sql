DROP TABLE payout_adjustments;
DROP TABLE payout_payments;
DROP INDEX uq_payouts_registration_id_payee ON payouts;
ALTER TABLE payouts DROP COLUMN slip_digest;
ALTER TABLE payouts DROP COLUMN adjustments_cents;
ALTER TABLE payouts DROP COLUMN payee;
ALTER TABLE payouts DROP COLUMN registration_id;
