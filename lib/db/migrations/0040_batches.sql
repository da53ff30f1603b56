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
ALTER TABLE "payout" ADD COLUMN "batch_id" uuid;--> statement-breakpoint
ALTER TABLE "payout" ADD COLUMN "batch_line" integer;--> statement-breakpoint
ALTER TABLE "batch" ADD CONSTRAINT "batch_parent_id_batch_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."batch"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch" ADD CONSTRAINT "batch_maker_id_person_id_fk" FOREIGN KEY ("maker_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch_draft" ADD CONSTRAINT "batch_draft_batch_id_batch_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batch"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch_draft" ADD CONSTRAINT "batch_draft_connection_id_connection_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connection"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch_fault" ADD CONSTRAINT "batch_fault_batch_id_batch_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batch"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "batch_file_once" ON "batch" USING btree ("file_digest") WHERE state = 'accepted';--> statement-breakpoint
CREATE INDEX "batch_newest" ON "batch" USING btree ("created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "batch_draft_line" ON "batch_draft" USING btree ("batch_id","line");--> statement-breakpoint
ALTER TABLE "payout" ADD CONSTRAINT "payout_batch_id_batch_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batch"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "payout_of_batch" ON "payout" USING btree ("batch_id","batch_line") WHERE batch_id is not null;--> statement-breakpoint
CREATE INDEX "payout_next_of_lane" ON "payout" USING btree ("connection_id",(batch_id is not null),"next_send_at") WHERE state = 'queued';