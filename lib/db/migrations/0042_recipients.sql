CREATE TABLE "recipient" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"account_index" "bytea" NOT NULL,
	"payout_id" uuid NOT NULL,
	"first_paid_at" timestamp with time zone NOT NULL,
	"last_paid_at" timestamp with time zone NOT NULL,
	"payouts" integer DEFAULT 1 NOT NULL,
	"sum_minor" bigint NOT NULL,
	CONSTRAINT "recipient_account_index_unique" UNIQUE("account_index")
);
--> statement-breakpoint
CREATE TABLE "recipient_account" (
	"id" uuid PRIMARY KEY NOT NULL,
	"recipient_id" uuid NOT NULL,
	"account_sealed" "bytea" NOT NULL,
	"account_last4" text NOT NULL,
	"ifsc" text NOT NULL,
	"reason" text NOT NULL,
	"proposed_by" text NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"checked_by" text,
	"checked_at" timestamp with time zone,
	"usable_at" timestamp with time zone,
	"refused_at" timestamp with time zone,
	CONSTRAINT "recipient_account_two_people" CHECK (checked_by is distinct from proposed_by)
);
--> statement-breakpoint
ALTER TABLE "recipient" ADD CONSTRAINT "recipient_payout_id_payout_id_fk" FOREIGN KEY ("payout_id") REFERENCES "public"."payout"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recipient_account" ADD CONSTRAINT "recipient_account_recipient_id_recipient_id_fk" FOREIGN KEY ("recipient_id") REFERENCES "public"."recipient"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recipient_account" ADD CONSTRAINT "recipient_account_proposed_by_person_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recipient_account" ADD CONSTRAINT "recipient_account_checked_by_person_id_fk" FOREIGN KEY ("checked_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "recipient_newest" ON "recipient" USING btree ("last_paid_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE UNIQUE INDEX "recipient_account_one_open" ON "recipient_account" USING btree ("recipient_id") WHERE checked_at is null and refused_at is null;