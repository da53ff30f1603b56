CREATE TABLE "export_run" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"filter" text NOT NULL,
	"words" text NOT NULL,
	"format" text NOT NULL,
	"zone" text NOT NULL,
	"columns" jsonb NOT NULL,
	"accounts" text NOT NULL,
	"reason" text,
	"file_name" text NOT NULL,
	"expected_rows" bigint,
	"rows" bigint DEFAULT 0 NOT NULL,
	"bytes" bigint DEFAULT 0 NOT NULL,
	"beat_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"certificate" jsonb,
	"problem" text,
	CONSTRAINT "export_run_end" CHECK ((ended_at is null) = (certificate is null and problem is null)),
	CONSTRAINT "export_run_one_end" CHECK (certificate is null or problem is null)
);
--> statement-breakpoint
ALTER TABLE "export_run" ADD CONSTRAINT "export_run_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "export_run_newest" ON "export_run" USING btree ("started_at" DESC NULLS LAST,"id" DESC NULLS LAST);