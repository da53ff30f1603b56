DROP INDEX "recipient_newest";--> statement-breakpoint
ALTER TABLE "recipient" ALTER COLUMN "payout_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "recipient" ALTER COLUMN "first_paid_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "recipient" ALTER COLUMN "last_paid_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "recipient" ADD COLUMN "known" jsonb;--> statement-breakpoint
ALTER TABLE "recipient" ADD COLUMN "added_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "recipient_account" ADD COLUMN "import_id" uuid;--> statement-breakpoint
ALTER TABLE "recipient_account" ADD COLUMN "account_index" "bytea";--> statement-breakpoint
CREATE INDEX "recipient_account_by_import" ON "recipient_account" USING btree ("import_id") WHERE import_id is not null;--> statement-breakpoint
CREATE INDEX "recipient_account_by_recipient" ON "recipient_account" USING btree ("recipient_id");--> statement-breakpoint
CREATE INDEX "recipient_newest" ON "recipient" USING btree (coalesce(last_paid_at, added_at) desc,"id");--> statement-breakpoint
ALTER TABLE "recipient" ADD CONSTRAINT "recipient_known_by" CHECK (payout_id is not null or known is not null);--> statement-breakpoint
ALTER TABLE "recipient" ADD CONSTRAINT "recipient_paid_whole" CHECK ((payout_id is null) = (last_paid_at is null) and (payout_id is null) = (first_paid_at is null) and (payout_id is null) = (payouts = 0));--> statement-breakpoint
UPDATE recipient SET added_at = first_paid_at;
--> statement-breakpoint
-- The first payout to somebody who was imported makes them one who was paid.
CREATE OR REPLACE FUNCTION payout_makes_recipient() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO recipient (name, account_index, payout_id, added_at, first_paid_at, last_paid_at, sum_minor)
  VALUES (NEW.beneficiary, NEW.account_index, NEW.id, clock_timestamp(), clock_timestamp(), clock_timestamp(), NEW.amount_minor)
  ON CONFLICT (account_index) DO UPDATE SET payout_id = excluded.payout_id, name = excluded.name,
    first_paid_at = coalesce(recipient.first_paid_at, excluded.first_paid_at), last_paid_at = excluded.last_paid_at,
    payouts = recipient.payouts + 1, sum_minor = recipient.sum_minor + excluded.sum_minor;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- A version is decided on once; what it says never changes, and neither does what it was proposed with.
CREATE OR REPLACE FUNCTION recipient_account_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  -- A new application key seals the same number anew, and gives it another index.
  IF is_rekeying() AND (to_jsonb(NEW) - 'account_sealed' - 'account_index') = (to_jsonb(OLD) - 'account_sealed' - 'account_index')
  THEN RETURN NEW; END IF;
  IF OLD.checked_at IS NOT NULL OR OLD.refused_at IS NOT NULL
    OR (NEW.id, NEW.recipient_id, NEW.import_id, NEW.account_sealed, NEW.account_index, NEW.account_last4, NEW.ifsc, NEW.reason, NEW.proposed_by, NEW.proposed_at)
      IS DISTINCT FROM (OLD.id, OLD.recipient_id, OLD.import_id, OLD.account_sealed, OLD.account_index, OLD.account_last4, OLD.ifsc, OLD.reason, OLD.proposed_by, OLD.proposed_at)
  THEN
    RAISE EXCEPTION 'a recipient''s account cannot change, only a new version come' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
