-- When the link of an invitation was opened for the first time.
-- Twin of migrations/sqlite/0008_invitation_opened.
ALTER TABLE invitations ADD COLUMN opened_at CHAR(24) CHARACTER SET ascii COLLATE ascii_bin;
