-- A passkey stays what and whose it was, also once removed: nobody else can ever bring it.
CREATE FUNCTION passkey_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.person_id, NEW.public_key) IS DISTINCT FROM (OLD.id, OLD.person_id, OLD.public_key) THEN
    RAISE EXCEPTION 'passkey % cannot change hands', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.counter < OLD.counter THEN
    RAISE EXCEPTION 'the counter of passkey % cannot go back', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.removed_at IS NOT NULL AND NEW.removed_at IS DISTINCT FROM OLD.removed_at THEN
    RAISE EXCEPTION 'passkey % cannot come back', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER passkey_guard BEFORE UPDATE ON passkey FOR EACH ROW EXECUTE FUNCTION passkey_guard();
--> statement-breakpoint
CREATE TRIGGER passkey_kept BEFORE DELETE OR TRUNCATE ON passkey EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- What was signed stays as it was signed, and is spent once.
CREATE FUNCTION step_up_proof_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.spent_at IS NOT NULL OR (to_jsonb(NEW) - 'spent_at') IS DISTINCT FROM (to_jsonb(OLD) - 'spent_at') THEN
    RAISE EXCEPTION 'step-up proof % cannot change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER step_up_proof_guard BEFORE UPDATE ON step_up_proof FOR EACH ROW EXECUTE FUNCTION step_up_proof_guard();
--> statement-breakpoint
CREATE TRIGGER step_up_proof_kept BEFORE DELETE OR TRUNCATE ON step_up_proof EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A code's step only moves on; a used code or challenge stays used.
CREATE FUNCTION single_use_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.used_at IS NOT NULL AND NEW.used_at IS DISTINCT FROM OLD.used_at THEN
    RAISE EXCEPTION '% was used', TG_TABLE_NAME USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER challenge_guard BEFORE UPDATE ON challenge FOR EACH ROW EXECUTE FUNCTION single_use_guard();
--> statement-breakpoint
CREATE TRIGGER recovery_code_guard BEFORE UPDATE ON recovery_code FOR EACH ROW EXECUTE FUNCTION single_use_guard();
--> statement-breakpoint
CREATE FUNCTION totp_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.last_step IS NOT NULL AND (NEW.last_step IS NULL OR NEW.last_step < OLD.last_step) THEN
    RAISE EXCEPTION 'the last code of authenticator % cannot go back', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER totp_guard BEFORE UPDATE ON totp FOR EACH ROW EXECUTE FUNCTION totp_guard();
