-- When the link of an invitation was opened for the first time.
-- Twin of migrations/mariadb/0008_invitation_opened.
ALTER TABLE invitations ADD COLUMN opened_at TEXT;
