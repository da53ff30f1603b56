-- Four eyes, held by the database whatever the code above does.
INSERT INTO policy (rules, proposed_at, in_force_at) VALUES (
  '{"bands": [{"upToMinor": "2500000", "checkers": 0}, {"upToMinor": "10000000", "checkers": 1}, {"upToMinor": null, "checkers": 2}],
    "exceptions": [], "passkeyAboveMinor": "10000000", "expiryDays": 7}', now(), now());
--> statement-breakpoint
-- How many checkers the policy in force asks for.
CREATE FUNCTION policy_checkers(amount bigint, with_option text, through uuid, to_account bytea, is_batch boolean)
RETURNS integer LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  in_force jsonb;
  rule jsonb;
  needed integer := 2;
  is_new boolean;
BEGIN
  SELECT rules INTO in_force FROM policy WHERE in_force_at IS NOT NULL ORDER BY version DESC LIMIT 1;
  IF in_force IS NULL THEN RETURN 2; END IF;
  FOR rule IN SELECT * FROM jsonb_array_elements(in_force -> 'bands') LOOP
    IF rule ->> 'upToMinor' IS NULL OR amount <= (rule ->> 'upToMinor')::bigint THEN
      needed := (rule ->> 'checkers')::integer;
      EXIT;
    END IF;
  END LOOP;
  FOR rule IN SELECT * FROM jsonb_array_elements(in_force -> 'exceptions') LOOP
    IF rule ? 'newBeneficiary' AND is_new IS NULL THEN
      is_new := NOT EXISTS (SELECT 1 FROM payout WHERE account_index = to_account AND state = 'successful');
    END IF;
    IF (NOT rule ? 'option' OR rule ->> 'option' = with_option)
      AND (NOT rule ? 'connectionId' OR (rule ->> 'connectionId')::uuid = through)
      AND (NOT rule ? 'newBeneficiary' OR (rule ->> 'newBeneficiary')::boolean = is_new)
      AND (NOT rule ? 'batch' OR (rule ->> 'batch')::boolean = is_batch)
    THEN
      needed := greatest(needed, (rule ->> 'checkers')::integer);
    END IF;
  END LOOP;
  RETURN needed;
END $$;
--> statement-breakpoint
-- Approvals that count now: of exactly this content, by people who may approve now, none of them the maker.
CREATE FUNCTION approvals_of(one uuid) RETURNS integer LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT count(DISTINCT a.person_id)::integer
  FROM approval a
  JOIN payout p ON p.id = a.payout_id
  JOIN person w ON w.id = a.person_id
  WHERE a.payout_id = one AND a.withdrawn_at IS NULL AND a.content_digest = p.content_digest
    AND w.role = 'checker' AND w.disabled_at IS NULL AND a.person_id <> p.maker_id
$$;
--> statement-breakpoint
CREATE FUNCTION payout_needs_eyes() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.required_checkers := greatest(NEW.required_checkers,
      policy_checkers(NEW.amount_minor, NEW.option, NEW.connection_id, NEW.account_index, false));
    IF NEW.state IN ('queued', 'sending') AND NEW.required_checkers > 0 THEN
      RAISE EXCEPTION 'payout % needs % checkers first', NEW.id, NEW.required_checkers USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.required_checkers < OLD.required_checkers THEN
    RAISE EXCEPTION 'payout % cannot need fewer checkers', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> OLD.state AND NEW.state IN ('queued', 'sending') AND NEW.required_checkers > 0
    AND approvals_of(NEW.id) < NEW.required_checkers
    -- Back to the queue from a claim that sent nothing: it is looked at again when it is claimed.
    AND NOT (OLD.state = 'sending' AND NEW.state = 'queued')
  THEN
    RAISE EXCEPTION 'payout % is not approved', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER payout_needs_eyes BEFORE INSERT OR UPDATE ON payout FOR EACH ROW EXECUTE FUNCTION payout_needs_eyes();
--> statement-breakpoint
CREATE FUNCTION approval_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  target payout%ROWTYPE;
BEGIN
  IF TG_OP = 'UPDATE' THEN
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
--> statement-breakpoint
CREATE TRIGGER approval_guard BEFORE INSERT OR UPDATE ON approval FOR EACH ROW EXECUTE FUNCTION approval_guard();
--> statement-breakpoint
CREATE TRIGGER approval_kept BEFORE DELETE OR TRUNCATE ON approval EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE FUNCTION policy_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.in_force_at IS NOT NULL OR NEW.consented_by IS NOT NULL OR NEW.proposed_by IS NULL THEN
      RAISE EXCEPTION 'a policy is proposed first' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
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
--> statement-breakpoint
CREATE TRIGGER policy_guard BEFORE INSERT OR UPDATE ON policy FOR EACH ROW EXECUTE FUNCTION policy_guard();
--> statement-breakpoint
CREATE TRIGGER policy_kept BEFORE DELETE OR TRUNCATE ON policy EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- The moves that approvals add and take away.
DELETE FROM payout_move WHERE from_state = 'awaiting_approval' AND to_state = 'failed';
