-- A payout keeps the file it came by, and needs as many eyes as the whole of it.
CREATE FUNCTION payout_batch_eyes() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  NEW.required_checkers := greatest(NEW.required_checkers, (SELECT required_checkers FROM batch WHERE id = NEW.batch_id));
  RETURN NEW;
END $$;
--> statement-breakpoint
-- Fires before payout_needs_eyes, as triggers do in the order of their names.
CREATE TRIGGER payout_batch_eyes BEFORE INSERT ON payout FOR EACH ROW
  WHEN (NEW.batch_id IS NOT NULL) EXECUTE FUNCTION payout_batch_eyes();
--> statement-breakpoint
CREATE FUNCTION payout_batch_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the batch of payout % cannot change', OLD.id USING ERRCODE = 'check_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER payout_batch_kept BEFORE UPDATE ON payout FOR EACH ROW
  WHEN ((NEW.batch_id, NEW.batch_line) IS DISTINCT FROM (OLD.batch_id, OLD.batch_line)) EXECUTE FUNCTION payout_batch_kept();
--> statement-breakpoint
CREATE FUNCTION batch_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.state = 'accepted' THEN
    IF TG_OP = 'DELETE' OR (NEW.state, NEW.name, NEW.file_digest, NEW.parent_id, NEW.maker_id, NEW.rows, NEW.left_out, NEW.total_minor, NEW.plan,
      NEW.plan_hash, NEW.rows_digest, NEW.required_checkers, NEW.created_at, NEW.accepted_at)
      IS DISTINCT FROM (OLD.state, OLD.name, OLD.file_digest, OLD.parent_id, OLD.maker_id, OLD.rows, OLD.left_out, OLD.total_minor, OLD.plan,
      OLD.plan_hash, OLD.rows_digest, OLD.required_checkers, OLD.created_at, OLD.accepted_at)
    THEN
      RAISE EXCEPTION 'what batch % pays cannot change', OLD.id USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
--> statement-breakpoint
CREATE TRIGGER batch_guard BEFORE UPDATE OR DELETE ON batch FOR EACH ROW EXECUTE FUNCTION batch_guard();
--> statement-breakpoint
ALTER TABLE batch ADD CONSTRAINT batch_state_known CHECK (state IN ('reading', 'draft', 'accepted')),
  ADD CONSTRAINT batch_accepted_whole CHECK (state <> 'accepted' OR (accepted_at IS NOT NULL AND plan_hash IS NOT NULL AND rows_digest IS NOT NULL AND rows > 0));
--> statement-breakpoint
ALTER TABLE payout ADD CONSTRAINT payout_batch_with_line CHECK ((batch_id IS NULL) = (batch_line IS NULL));
--> statement-breakpoint
-- A recipient is whoever was paid: the same transaction that makes a payout successful keeps it.
CREATE FUNCTION payout_makes_recipient() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO recipient (name, account_index, payout_id, first_paid_at, last_paid_at, sum_minor)
  VALUES (NEW.beneficiary, NEW.account_index, NEW.id, clock_timestamp(), clock_timestamp(), NEW.amount_minor)
  ON CONFLICT (account_index) DO UPDATE SET payout_id = excluded.payout_id, name = excluded.name,
    last_paid_at = excluded.last_paid_at, payouts = recipient.payouts + 1, sum_minor = recipient.sum_minor + excluded.sum_minor;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER payout_makes_recipient AFTER UPDATE ON payout FOR EACH ROW
  WHEN (NEW.state = 'successful' AND OLD.state <> 'successful') EXECUTE FUNCTION payout_makes_recipient();
--> statement-breakpoint
INSERT INTO recipient (name, account_index, payout_id, first_paid_at, last_paid_at, payouts, sum_minor)
SELECT DISTINCT ON (account_index) beneficiary, account_index, id, min(coalesce(final_at, created_at)) OVER w,
  max(coalesce(final_at, created_at)) OVER w, (count(*) OVER w)::integer, sum(amount_minor) OVER w
FROM payout WHERE state = 'successful' WINDOW w AS (PARTITION BY account_index)
ORDER BY account_index, created_at DESC;
--> statement-breakpoint
-- A version is decided on once; what it says never changes.
CREATE FUNCTION recipient_account_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.checked_at IS NOT NULL OR OLD.refused_at IS NOT NULL OR (NEW.id, NEW.recipient_id, NEW.account_last4, NEW.ifsc, NEW.proposed_by, NEW.proposed_at)
      IS DISTINCT FROM (OLD.id, OLD.recipient_id, OLD.account_last4, OLD.ifsc, OLD.proposed_by, OLD.proposed_at)
  THEN
    -- A new application key seals the same number anew.
    IF is_rekeying() AND (to_jsonb(NEW) - 'account_sealed') = (to_jsonb(OLD) - 'account_sealed') THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'a recipient''s account cannot change, only a new version come' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER recipient_account_guard BEFORE UPDATE ON recipient_account FOR EACH ROW EXECUTE FUNCTION recipient_account_guard();
--> statement-breakpoint
CREATE TRIGGER recipient_account_kept BEFORE DELETE OR TRUNCATE ON recipient_account EXECUTE FUNCTION refuse_change();
