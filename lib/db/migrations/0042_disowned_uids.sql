-- Two payouts that were answered with each other's uid wait for each other until one lets go of the wrong one.
ALTER TABLE payout
  DROP CONSTRAINT payout_pending_has_uid,
  ADD CONSTRAINT payout_pending_was_accepted CHECK (state <> 'pending' OR uid IS NOT NULL OR accepted_at IS NOT NULL);
