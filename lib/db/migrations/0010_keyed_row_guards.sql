-- What a person may do is written down version by version; nobody takes a version back.
CREATE TRIGGER standing_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON standing EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Found before the first byte left: it waits for approval again.
INSERT INTO payout_move (from_state, to_state) VALUES ('sending', 'awaiting_approval');
--> statement-breakpoint
CREATE OR REPLACE FUNCTION payout_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.state <> NEW.state THEN
    IF NOT EXISTS (SELECT 1 FROM payout_move WHERE from_state = OLD.state AND to_state = NEW.state) THEN
      RAISE EXCEPTION 'illegal move of payout %: % to %', OLD.id, OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state = 'sending' AND NEW.state = 'awaiting_approval' AND OLD.may_have_left THEN
      RAISE EXCEPTION 'payout % may have left', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    NEW.state_at := clock_timestamp();
    NEW.final_at := CASE WHEN NEW.state IN ('successful', 'failed', 'expired', 'cancelled') THEN clock_timestamp() END;
  END IF;
  -- While pending it may turn out that the first answer named another payment's.
  IF OLD.uid IS NOT NULL AND NEW.uid IS DISTINCT FROM OLD.uid AND OLD.state <> 'pending' THEN
    RAISE EXCEPTION 'the uid of payout % cannot change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.id, NEW.connection_id, NEW.option, NEW.amount_minor, NEW.tracking_id, NEW.request_id, NEW.maker_id)
    IS DISTINCT FROM
     (OLD.id, OLD.connection_id, OLD.option, OLD.amount_minor, OLD.tracking_id, OLD.request_id, OLD.maker_id)
    OR (NEW.content_digest IS DISTINCT FROM OLD.content_digest AND NOT is_rekeying())
  THEN
    RAISE EXCEPTION 'what payout % pays cannot change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION approval_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  target payout%ROWTYPE;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (to_jsonb(NEW) - 'content_digest' - 'mac') = (to_jsonb(OLD) - 'content_digest' - 'mac') AND is_rekeying() THEN
      RETURN NEW;
    END IF;
    IF OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
      OR (to_jsonb(NEW) - 'withdrawn_at') IS DISTINCT FROM (to_jsonb(OLD) - 'withdrawn_at')
    THEN
      RAISE EXCEPTION 'an approval can only be withdrawn' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  SELECT * INTO target FROM payout WHERE id = NEW.payout_id FOR UPDATE;
  IF target.maker_id = NEW.person_id THEN
    RAISE EXCEPTION 'a maker cannot approve' USING ERRCODE = 'check_violation';
  END IF;
  IF target.state <> 'awaiting_approval' OR target.content_digest <> NEW.content_digest THEN
    RAISE EXCEPTION 'this approval is of something else' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM person WHERE id = NEW.person_id AND role = 'checker' AND disabled_at IS NULL) THEN
    RAISE EXCEPTION 'only a checker approves' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION policy_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.in_force_at IS NOT NULL OR NEW.consented_by IS NOT NULL OR NEW.proposed_by IS NULL THEN
      RAISE EXCEPTION 'a policy is proposed first' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (to_jsonb(NEW) - 'mac') = (to_jsonb(OLD) - 'mac') AND is_rekeying() THEN RETURN NEW; END IF;
  IF (NEW.version, NEW.rules, NEW.proposed_by, NEW.proposed_at) IS DISTINCT FROM (OLD.version, OLD.rules, OLD.proposed_by, OLD.proposed_at)
    OR OLD.in_force_at IS NOT NULL
  THEN
    RAISE EXCEPTION 'a policy cannot change, only a new one come' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.in_force_at IS NOT NULL AND (
    SELECT count(*) FROM person
    WHERE id IN (NEW.proposed_by, NEW.consented_by) AND role = 'admin' AND disabled_at IS NULL
  ) <> 2 THEN
    RAISE EXCEPTION 'a policy takes two admins' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
