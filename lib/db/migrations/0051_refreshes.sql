CREATE TABLE "status_refresh" (
	"id" uuid PRIMARY KEY NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"words" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "status_refresh_item" (
	"refresh_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"payout_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"asked_at" timestamp with time zone,
	"is_idle" boolean DEFAULT false NOT NULL,
	CONSTRAINT "status_refresh_item_refresh_id_position_pk" PRIMARY KEY("refresh_id","position")
);
--> statement-breakpoint
ALTER TABLE "status_refresh" ADD CONSTRAINT "status_refresh_asked_by_person_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "status_refresh_item" ADD CONSTRAINT "status_refresh_item_refresh_id_status_refresh_id_fk" FOREIGN KEY ("refresh_id") REFERENCES "public"."status_refresh"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "status_refresh_item" ADD CONSTRAINT "status_refresh_item_payout_id_payout_id_fk" FOREIGN KEY ("payout_id") REFERENCES "public"."payout"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "status_refresh_item" ADD CONSTRAINT "status_refresh_item_connection_id_connection_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connection"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "status_refresh_newest" ON "status_refresh" USING btree ("asked_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "status_refresh_item_next" ON "status_refresh_item" USING btree ("connection_id","refresh_id","position") WHERE asked_at is null;--> statement-breakpoint
CREATE INDEX "status_refresh_item_asked" ON "status_refresh_item" USING btree ("connection_id","asked_at");--> statement-breakpoint
CREATE INDEX "payout_ended" ON "payout" USING btree ("connection_id","final_at" DESC NULLS LAST,"accepted_at") WHERE final_at is not null and accepted_at is not null and corrected_from is null;--> statement-breakpoint
CREATE INDEX "payout_under_way" ON "payout" USING btree ("connection_id","accepted_at","state_at","amount_minor","id") WHERE state in ('sending', 'pending');