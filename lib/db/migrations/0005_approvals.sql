CREATE TABLE "approval" (
	"id" uuid PRIMARY KEY NOT NULL,
	"payout_id" uuid NOT NULL,
	"person_id" text NOT NULL,
	"content_digest" "bytea" NOT NULL,
	"proof" text NOT NULL,
	"proof_id" text,
	"approved_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "policy" (
	"version" serial PRIMARY KEY NOT NULL,
	"rules" jsonb NOT NULL,
	"proposed_by" text,
	"proposed_at" timestamp with time zone NOT NULL,
	"consented_by" text,
	"in_force_at" timestamp with time zone,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "policy_two_people" CHECK (consented_by is distinct from proposed_by or consented_by is null)
);
--> statement-breakpoint
ALTER TABLE "payout" ADD COLUMN "required_checkers" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payout" ADD COLUMN "approval_due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "payout" ADD COLUMN "review_note" text;--> statement-breakpoint
ALTER TABLE "approval" ADD CONSTRAINT "approval_payout_id_payout_id_fk" FOREIGN KEY ("payout_id") REFERENCES "public"."payout"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval" ADD CONSTRAINT "approval_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy" ADD CONSTRAINT "policy_proposed_by_person_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy" ADD CONSTRAINT "policy_consented_by_person_id_fk" FOREIGN KEY ("consented_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "approval_once" ON "approval" USING btree ("payout_id","person_id") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "approval_proof_once" ON "approval" USING btree ("proof_id") WHERE proof_id is not null and proof = 'passkey';--> statement-breakpoint
CREATE INDEX "policy_in_force" ON "policy" USING btree ("in_force_at");