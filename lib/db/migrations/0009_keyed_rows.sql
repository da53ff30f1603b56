CREATE TABLE "standing" (
	"person_id" text NOT NULL,
	"version" integer NOT NULL,
	"role" text NOT NULL,
	"is_demo" boolean NOT NULL,
	"is_disabled" boolean NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"mac" "bytea" NOT NULL,
	CONSTRAINT "standing_person_id_version_pk" PRIMARY KEY("person_id","version")
);
--> statement-breakpoint
DROP INDEX "approval_proof_once";--> statement-breakpoint
ALTER TABLE "approval" ADD COLUMN "mac" "bytea";--> statement-breakpoint
ALTER TABLE "policy" ADD COLUMN "mac" "bytea";--> statement-breakpoint
ALTER TABLE "credential" ADD COLUMN "mac" "bytea";--> statement-breakpoint
ALTER TABLE "invitation" ADD COLUMN "mac" "bytea";--> statement-breakpoint
ALTER TABLE "payout" ADD COLUMN "demand_mac" "bytea";--> statement-breakpoint
ALTER TABLE "standing" ADD CONSTRAINT "standing_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "approval_proof_once" ON "approval" USING btree ("proof_id","payout_id") WHERE proof_id is not null and proof = 'passkey';