-- One audit row as canonical JSON: every column that is not null, as text, by name. A column added later changes no
-- older row's text; one that is renamed would.
CREATE FUNCTION audit_canonical(entry audit) RETURNS text LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET bytea_output = 'hex' SET datestyle = 'ISO'
AS $$
  SELECT '{' || string_agg(to_json(key)::text || ':' || to_json(value)::text, ',' ORDER BY key COLLATE "C") || '}'
  FROM jsonb_each_text(to_jsonb(entry)) WHERE value IS NOT NULL
$$;
--> statement-breakpoint
-- Only the one right next link can be put down, whoever writes it: the database works its hash out itself.
CREATE FUNCTION audit_seal_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  last public.audit_seal;
  entry public.audit;
BEGIN
  SELECT * INTO last FROM public.audit_seal ORDER BY seq DESC LIMIT 1;
  SELECT * INTO entry FROM public.audit WHERE id = NEW.audit_id;
  IF NEW.seq IS DISTINCT FROM coalesce(last.seq, 0) + 1
    OR NEW.prev_hash IS DISTINCT FROM coalesce(last.hash, decode(repeat('00', 32), 'hex'))
    OR NEW.hash IS DISTINCT FROM sha256(NEW.prev_hash || convert_to(public.audit_canonical(entry), 'UTF8'))
  THEN
    RAISE EXCEPTION 'link % does not go on from the end of the audit chain', NEW.seq USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_seal_guard BEFORE INSERT ON audit_seal FOR EACH ROW EXECUTE FUNCTION audit_seal_guard();
--> statement-breakpoint
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_head_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_head EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_check_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_check EXECUTE FUNCTION refuse_change();
