-- What would cost money if it broke is held here too, whatever the code above does.
INSERT INTO payout_move (from_state, to_state) VALUES
  ('created', 'awaiting_approval'),
  ('created', 'queued'),
  ('created', 'cancelled'),
  ('awaiting_approval', 'created'),
  ('awaiting_approval', 'queued'),
  ('awaiting_approval', 'failed'),
  ('awaiting_approval', 'cancelled'),
  ('queued', 'awaiting_approval'),
  ('queued', 'sending'),
  ('queued', 'pending'),
  ('queued', 'cancelled'),
  ('sending', 'queued'),
  ('sending', 'pending'),
  ('sending', 'successful'),
  ('sending', 'failed'),
  ('sending', 'expired'),
  ('sending', 'in_doubt'),
  ('pending', 'successful'),
  ('pending', 'failed'),
  ('pending', 'expired'),
  ('in_doubt', 'pending'),
  ('in_doubt', 'successful'),
  ('in_doubt', 'failed'),
  ('in_doubt', 'expired'),
  ('in_doubt', 'queued'),
  ('successful', 'failed'),
  ('successful', 'expired'),
  ('failed', 'successful'),
  ('failed', 'expired'),
  ('expired', 'successful'),
  ('expired', 'failed');
--> statement-breakpoint
ALTER TABLE payout
  ADD CONSTRAINT payout_amount_positive CHECK (amount_minor > 0),
  ADD CONSTRAINT payout_state_known CHECK (state IN ('created', 'awaiting_approval', 'queued', 'sending', 'pending',
    'successful', 'failed', 'expired', 'in_doubt', 'cancelled')),
  ADD CONSTRAINT payout_pending_has_uid CHECK (state <> 'pending' OR uid IS NOT NULL);
--> statement-breakpoint
ALTER TABLE attempt
  ADD CONSTRAINT attempt_outcome_known CHECK (outcome IN ('accepted', 'refused', 'unauthorised', 'throttled', 'not_sent',
    'unknown', 'written_off')),
  ADD CONSTRAINT attempt_sent_with_bytes CHECK (sent_at IS NULL OR request_sealed IS NOT NULL);
--> statement-breakpoint
CREATE FUNCTION payout_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> NEW.state THEN
    IF NOT EXISTS (SELECT 1 FROM payout_move WHERE from_state = OLD.state AND to_state = NEW.state) THEN
      RAISE EXCEPTION 'illegal move of payout %: % to %', OLD.id, OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    NEW.state_at := clock_timestamp();
    NEW.final_at := CASE WHEN NEW.state IN ('successful', 'failed', 'expired', 'cancelled') THEN clock_timestamp() END;
  END IF;
  -- While pending it may turn out that the first answer named another payment's.
  IF OLD.uid IS NOT NULL AND NEW.uid IS DISTINCT FROM OLD.uid AND OLD.state <> 'pending' THEN
    RAISE EXCEPTION 'the uid of payout % cannot change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.id, NEW.connection_id, NEW.option, NEW.amount_minor, NEW.tracking_id, NEW.request_id, NEW.content_digest, NEW.maker_id)
    IS DISTINCT FROM
     (OLD.id, OLD.connection_id, OLD.option, OLD.amount_minor, OLD.tracking_id, OLD.request_id, OLD.content_digest, OLD.maker_id)
  THEN
    RAISE EXCEPTION 'what payout % pays cannot change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER payout_guard BEFORE UPDATE ON payout FOR EACH ROW EXECUTE FUNCTION payout_guard();
--> statement-breakpoint
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER payout_kept BEFORE DELETE OR TRUNCATE ON payout EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER attempt_kept BEFORE DELETE OR TRUNCATE ON attempt EXECUTE FUNCTION refuse_change();
