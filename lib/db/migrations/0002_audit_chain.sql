CREATE TABLE "audit_check" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"seq" bigint NOT NULL,
	"broken_at" bigint,
	"problem" text
);
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	"signed_at" timestamp with time zone NOT NULL,
	"public_key" "bytea" NOT NULL,
	"signature" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_seal" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"audit_id" bigint NOT NULL,
	"prev_hash" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	"sealed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "audit_seal_audit_id_unique" UNIQUE("audit_id")
);
--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "refusal" text;--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "before_digest" "bytea";--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "after_digest" "bytea";--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "session_key" text;--> statement-breakpoint
ALTER TABLE "audit_seal" ADD CONSTRAINT "audit_seal_audit_id_audit_id_fk" FOREIGN KEY ("audit_id") REFERENCES "public"."audit"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_head_seq" ON "audit_head" USING btree ("seq");--> statement-breakpoint
CREATE INDEX "audit_actor" ON "audit" USING btree ("actor","id");--> statement-breakpoint
CREATE INDEX "audit_verb" ON "audit" USING btree ("verb","id");--> statement-breakpoint
CREATE INDEX "audit_subject" ON "audit" USING btree ("subject","id") WHERE subject is not null;--> statement-breakpoint
CREATE INDEX "audit_at" ON "audit" USING btree ("at");