CREATE TABLE "retired_key" (
	"key_id" "bytea" PRIMARY KEY NOT NULL,
	"retired_at" timestamp with time zone NOT NULL
);

--> statement-breakpoint
-- A process that was not restarted for a new key must not go on sealing with the old one: that will be thrown away.
CREATE FUNCTION refuse_retired_key() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  fresh bytea[];
BEGIN
  -- Only what is new: OLD is null on INSERT, and what was sealed before stays until its turn comes.
  IF TG_TABLE_NAME = 'payout' THEN
    fresh := ARRAY[CASE WHEN NEW.account_sealed IS DISTINCT FROM OLD.account_sealed THEN NEW.account_sealed END];
  ELSIF TG_TABLE_NAME = 'attempt' THEN
    fresh := ARRAY[CASE WHEN NEW.request_sealed IS DISTINCT FROM OLD.request_sealed THEN NEW.request_sealed END,
      CASE WHEN NEW.response_sealed IS DISTINCT FROM OLD.response_sealed THEN NEW.response_sealed END];
  ELSIF TG_TABLE_NAME = 'status_query' THEN
    fresh := ARRAY[CASE WHEN NEW.response_sealed IS DISTINCT FROM OLD.response_sealed THEN NEW.response_sealed END];
  ELSIF TG_TABLE_NAME = 'notification' THEN
    fresh := ARRAY[CASE WHEN NEW.body_sealed IS DISTINCT FROM OLD.body_sealed THEN NEW.body_sealed END];
  ELSE
    fresh := ARRAY[CASE WHEN NEW.secret_sealed IS DISTINCT FROM OLD.secret_sealed THEN NEW.secret_sealed END];
  END IF;
  IF EXISTS (SELECT 1 FROM retired_key, unnest(fresh) AS sealed WHERE substring(sealed FROM 2 FOR 4) = key_id) THEN
    RAISE EXCEPTION 'sealed by a key that is retired: this process has to be restarted' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER payout_current_key BEFORE INSERT OR UPDATE OF account_sealed ON payout
  FOR EACH ROW EXECUTE FUNCTION refuse_retired_key();
--> statement-breakpoint
CREATE TRIGGER attempt_current_key BEFORE INSERT OR UPDATE OF request_sealed, response_sealed ON attempt
  FOR EACH ROW EXECUTE FUNCTION refuse_retired_key();
--> statement-breakpoint
CREATE TRIGGER status_query_current_key BEFORE INSERT OR UPDATE OF response_sealed ON status_query
  FOR EACH ROW EXECUTE FUNCTION refuse_retired_key();
--> statement-breakpoint
CREATE TRIGGER notification_current_key BEFORE INSERT OR UPDATE OF body_sealed ON notification
  FOR EACH ROW EXECUTE FUNCTION refuse_retired_key();
--> statement-breakpoint
CREATE TRIGGER totp_current_key BEFORE INSERT OR UPDATE OF secret_sealed ON totp
  FOR EACH ROW EXECUTE FUNCTION refuse_retired_key();
--> statement-breakpoint
-- Whether the owner of the tables gives them a new key just now; the application's role never can.
CREATE FUNCTION is_rekeying() RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(current_setting('paydesk.rekeying', true), '') = 'on'
    AND pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = 'public.payout'::regclass), 'MEMBER')
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION payout_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.state <> NEW.state THEN
    IF NOT EXISTS (SELECT 1 FROM payout_move WHERE from_state = OLD.state AND to_state = NEW.state) THEN
      RAISE EXCEPTION 'illegal move of payout %: % to %', OLD.id, OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    NEW.state_at := clock_timestamp();
    NEW.final_at := CASE WHEN NEW.state IN ('successful', 'failed', 'expired', 'cancelled') THEN clock_timestamp() END;
  END IF;
  IF OLD.uid IS NOT NULL AND NEW.uid IS DISTINCT FROM OLD.uid THEN
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
    IF (to_jsonb(NEW) - 'content_digest') = (to_jsonb(OLD) - 'content_digest') AND is_rekeying() THEN
      RETURN NEW;
    END IF;
    IF OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
      OR (NEW.id, NEW.payout_id, NEW.person_id, NEW.content_digest, NEW.proof, NEW.proof_id, NEW.approved_at)
        IS DISTINCT FROM (OLD.id, OLD.payout_id, OLD.person_id, OLD.content_digest, OLD.proof, OLD.proof_id, OLD.approved_at)
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
