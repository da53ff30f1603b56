CREATE TABLE "batch" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"file_digest" "bytea",
	"parent_id" uuid,
	"state" text NOT NULL,
	"maker_id" text NOT NULL,
	"rows" integer DEFAULT 0 NOT NULL,
	"left_out" integer DEFAULT 0 NOT NULL,
	"total_minor" bigint DEFAULT 0 NOT NULL,
	"plan" jsonb,
	"plan_hash" "bytea",
	"rows_digest" "bytea",
	"required_checkers" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"paused_at" timestamp with time zone,
	"cancelled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "batch_draft" (
	"id" uuid PRIMARY KEY NOT NULL,
	"batch_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"connection_id" uuid NOT NULL,
	"option" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"description" text NOT NULL,
	"test" boolean NOT NULL,
	"values" jsonb NOT NULL,
	"account_sealed" "bytea" NOT NULL,
	"account_last4" text NOT NULL,
	"account_index" "bytea" NOT NULL,
	"beneficiary" text NOT NULL,
	"ifsc" text NOT NULL,
	"bank" text,
	"tracking_id" text NOT NULL,
	"request_id" uuid NOT NULL,
	"content_digest" "bytea" NOT NULL,
	"advisories" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "batch_fault" (
	"batch_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"shown" jsonb NOT NULL,
	"findings" jsonb NOT NULL,
	CONSTRAINT "batch_fault_batch_id_line_pk" PRIMARY KEY("batch_id","line")
);
--> statement-breakpoint
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
ALTER TABLE "payout" ADD COLUMN "batch_id" uuid;--> statement-breakpoint
ALTER TABLE "payout" ADD COLUMN "batch_line" integer;--> statement-breakpoint
ALTER TABLE "batch" ADD CONSTRAINT "batch_parent_id_batch_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."batch"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch" ADD CONSTRAINT "batch_maker_id_person_id_fk" FOREIGN KEY ("maker_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch_draft" ADD CONSTRAINT "batch_draft_batch_id_batch_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batch"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch_draft" ADD CONSTRAINT "batch_draft_connection_id_connection_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connection"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch_fault" ADD CONSTRAINT "batch_fault_batch_id_batch_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batch"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recipient" ADD CONSTRAINT "recipient_payout_id_payout_id_fk" FOREIGN KEY ("payout_id") REFERENCES "public"."payout"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recipient_account" ADD CONSTRAINT "recipient_account_recipient_id_recipient_id_fk" FOREIGN KEY ("recipient_id") REFERENCES "public"."recipient"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recipient_account" ADD CONSTRAINT "recipient_account_proposed_by_person_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recipient_account" ADD CONSTRAINT "recipient_account_checked_by_person_id_fk" FOREIGN KEY ("checked_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "batch_file_once" ON "batch" USING btree ("file_digest") WHERE state = 'accepted';--> statement-breakpoint
CREATE INDEX "batch_newest" ON "batch" USING btree ("created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "batch_draft_line" ON "batch_draft" USING btree ("batch_id","line");--> statement-breakpoint
CREATE INDEX "recipient_newest" ON "recipient" USING btree ("last_paid_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE UNIQUE INDEX "recipient_account_one_open" ON "recipient_account" USING btree ("recipient_id") WHERE checked_at is null and refused_at is null;--> statement-breakpoint
ALTER TABLE "payout" ADD CONSTRAINT "payout_batch_id_batch_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batch"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "payout_of_batch" ON "payout" USING btree ("batch_id","batch_line") WHERE batch_id is not null;--> statement-breakpoint
CREATE INDEX "payout_next_of_lane" ON "payout" USING btree ("connection_id",(batch_id is not null),"next_send_at") WHERE state = 'queued';