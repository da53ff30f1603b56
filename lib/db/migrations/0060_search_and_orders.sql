-- Comes with PostgreSQL, and any owner of a database may add it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE TABLE "payout_search" (
	"payout_id" uuid PRIMARY KEY NOT NULL,
	"words" text NOT NULL,
	"tracking_id" text NOT NULL,
	"uid" text
);
--> statement-breakpoint
DROP INDEX "payout_newest";--> statement-breakpoint
DROP INDEX "payout_by_state";--> statement-breakpoint
DROP INDEX "payout_by_connection";--> statement-breakpoint
DROP INDEX "payout_account";--> statement-breakpoint
CREATE INDEX "payout_search_words" ON "payout_search" USING gin (words gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "payout_search_tracking_id" ON "payout_search" USING btree (tracking_id text_pattern_ops);--> statement-breakpoint
CREATE INDEX "payout_search_uid" ON "payout_search" USING btree (uid text_pattern_ops) WHERE uid is not null;--> statement-breakpoint
CREATE INDEX "approval_of_person" ON "approval" USING btree ("person_id","payout_id") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "payout_by_option" ON "payout" USING btree ("option","created_at","id");--> statement-breakpoint
CREATE INDEX "payout_by_mode" ON "payout" USING btree ((case when test then 'test' else 'live' end),"created_at","id");--> statement-breakpoint
CREATE INDEX "payout_by_maker" ON "payout" USING btree ("maker_id","created_at","id");--> statement-breakpoint
CREATE INDEX "payout_waiting" ON "payout" USING btree ("created_at","id") WHERE state in ('created', 'awaiting_approval', 'queued', 'sending', 'pending', 'in_doubt');--> statement-breakpoint
CREATE INDEX "payout_corrected" ON "payout" USING btree ("created_at","id") WHERE manually_corrected_at is not null;--> statement-breakpoint
CREATE INDEX "payout_by_amount" ON "payout" USING btree ("amount_minor","id");--> statement-breakpoint
CREATE INDEX "payout_by_state_and_amount" ON "payout" USING btree ("state","amount_minor","id");--> statement-breakpoint
CREATE INDEX "payout_by_beneficiary" ON "payout" USING btree ("beneficiary","id");--> statement-breakpoint
CREATE INDEX "payout_by_final" ON "payout" USING btree (coalesce(final_at, '-infinity'::timestamptz),"id");--> statement-breakpoint
CREATE INDEX "payout_newest" ON "payout" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "payout_by_state" ON "payout" USING btree ("state","created_at","id");--> statement-breakpoint
CREATE INDEX "payout_by_connection" ON "payout" USING btree ("connection_id","created_at","id");--> statement-breakpoint
CREATE INDEX "payout_account" ON "payout" USING btree ("account_index","created_at");
--> statement-breakpoint
-- Small letters, and for each sign beyond ASCII a word of its own: whether such a sign is a letter depends on the locale of
-- the database, and what is none has no trigrams.
CREATE FUNCTION search_fold(told text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  IF octet_length(told) = length(told) THEN RETURN lower(told); END IF;
  RETURN (
    SELECT string_agg(CASE WHEN ascii(sign) < 128 THEN sign ELSE 'zq' || to_hex(ascii(sign)) || 'q' END, '' ORDER BY place)
    FROM unnest(string_to_array(lower(told), NULL)) WITH ORDINALITY AS signs (sign, place)
  );
END $$;
--> statement-breakpoint
CREATE FUNCTION search_words(beneficiary text, description text, reference text, ifsc text, last4 text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT public.search_fold(' ' || beneficiary || ' ' || description || ' ' || coalesce(reference, '') || ' ' || ifsc || ' ' || last4)
$$;
--> statement-breakpoint
CREATE FUNCTION keep_payout_search() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO payout_search (payout_id, words, tracking_id, uid) VALUES (
    NEW.id, search_words(NEW.beneficiary, NEW.description, NEW.reference, NEW.ifsc, NEW.account_last4),
    lower(NEW.tracking_id), lower(NEW.uid)
  ) ON CONFLICT (payout_id) DO UPDATE SET words = EXCLUDED.words, tracking_id = EXCLUDED.tracking_id, uid = EXCLUDED.uid;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER payout_search_made AFTER INSERT ON payout FOR EACH ROW EXECUTE FUNCTION keep_payout_search();
--> statement-breakpoint
CREATE TRIGGER payout_search_kept AFTER UPDATE ON payout FOR EACH ROW
WHEN ((OLD.beneficiary, OLD.description, OLD.reference, OLD.ifsc, OLD.account_last4, OLD.tracking_id, OLD.uid)
  IS DISTINCT FROM (NEW.beneficiary, NEW.description, NEW.reference, NEW.ifsc, NEW.account_last4, NEW.tracking_id, NEW.uid))
EXECUTE FUNCTION keep_payout_search();
--> statement-breakpoint
INSERT INTO payout_search (payout_id, words, tracking_id, uid)
SELECT id, search_words(beneficiary, description, reference, ifsc, account_last4), lower(tracking_id), lower(uid) FROM payout;
--> statement-breakpoint
ANALYZE payout_search;
