CREATE TABLE "payout_note" (
	"id" uuid PRIMARY KEY NOT NULL,
	"payout_id" uuid NOT NULL,
	"author_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"text" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payout_owner" (
	"payout_id" uuid PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"since" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "payout_note" ADD CONSTRAINT "payout_note_payout_id_payout_id_fk" FOREIGN KEY ("payout_id") REFERENCES "public"."payout"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_note" ADD CONSTRAINT "payout_note_author_id_person_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_owner" ADD CONSTRAINT "payout_owner_payout_id_payout_id_fk" FOREIGN KEY ("payout_id") REFERENCES "public"."payout"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_owner" ADD CONSTRAINT "payout_owner_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "payout_note_payout" ON "payout_note" USING btree ("payout_id","at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "payout_owner_person" ON "payout_owner" USING btree ("person_id");--> statement-breakpoint
ALTER TABLE payout_note ADD CONSTRAINT payout_note_length CHECK (length(text) BETWEEN 1 AND 500);
--> statement-breakpoint
-- What was written stays, by whom and when: a note that turned out wrong is followed by another.
CREATE TRIGGER payout_note_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payout_note EXECUTE FUNCTION refuse_change();
