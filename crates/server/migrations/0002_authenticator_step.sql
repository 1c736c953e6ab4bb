-- The last half minute (Unix time / 30) whose authenticator code signed this person in: that code and older ones are used up.
ALTER TABLE users ADD COLUMN totp_step INTEGER;
