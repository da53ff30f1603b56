-- What an export was begun as stays as it was said, and one that has ended stays ended: its certificate is evidence.
CREATE FUNCTION export_run_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL THEN
    RAISE EXCEPTION 'an export that has ended is not changed' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.id, NEW.person_id, NEW.started_at, NEW.filter, NEW.words, NEW.format, NEW.zone, NEW.columns, NEW.accounts,
      NEW.reason, NEW.file_name) IS DISTINCT FROM (OLD.id, OLD.person_id, OLD.started_at, OLD.filter, OLD.words,
      OLD.format, OLD.zone, OLD.columns, OLD.accounts, OLD.reason, OLD.file_name)
  THEN
    RAISE EXCEPTION 'what an export was begun as is not changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER export_run_guard BEFORE UPDATE ON export_run FOR EACH ROW EXECUTE FUNCTION export_run_guard();
--> statement-breakpoint
CREATE TRIGGER export_run_kept BEFORE DELETE OR TRUNCATE ON export_run EXECUTE FUNCTION refuse_change();
