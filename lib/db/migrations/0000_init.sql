CREATE TABLE "alert" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"payout_id" uuid,
	"connection_id" uuid,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"acknowledged_at" timestamp with time zone,
	"acknowledged_by" text
);
--> statement-breakpoint
CREATE TABLE "attempt" (
	"payout_id" uuid NOT NULL,
	"epoch" integer NOT NULL,
	"worker" integer NOT NULL,
	"claimed_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	"request_sealed" "bytea",
	"ended_at" timestamp with time zone,
	"outcome" text,
	"http_status" integer,
	"response_sealed" "bytea",
	"error" text,
	CONSTRAINT "attempt_payout_id_epoch_pk" PRIMARY KEY("payout_id","epoch")
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"actor_name" text NOT NULL,
	"verb" text NOT NULL,
	"payout_id" uuid,
	"subject" text,
	"from_state" text,
	"to_state" text,
	"detail" jsonb,
	"address" text,
	"request_key" text
);
--> statement-breakpoint
CREATE TABLE "connection" (
	"id" uuid PRIMARY KEY NOT NULL,
	"option" text NOT NULL,
	"name" text NOT NULL,
	"host" text NOT NULL,
	"shop_id" text NOT NULL,
	"secret_sealed" "bytea" NOT NULL,
	"basic_digest" "bytea" NOT NULL,
	"public_key" text NOT NULL,
	"mode" text NOT NULL,
	"is_sandbox" boolean DEFAULT false NOT NULL,
	"webhook_key" text NOT NULL,
	"paused_at" timestamp with time zone,
	"paused_reason" text,
	"frozen_at" timestamp with time zone,
	"frozen_by" text,
	"check_asked_at" timestamp with time zone,
	"checked_at" timestamp with time zone,
	"check_result" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "connection_name_unique" UNIQUE("name"),
	CONSTRAINT "connection_webhook_key_unique" UNIQUE("webhook_key")
);
--> statement-breakpoint
CREATE TABLE "doubt_proposal" (
	"id" uuid PRIMARY KEY NOT NULL,
	"payout_id" uuid NOT NULL,
	"decision" text NOT NULL,
	"reason" text NOT NULL,
	"proposed_by" text NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"confirmed_by" text,
	"ended_at" timestamp with time zone,
	CONSTRAINT "doubt_two_people" CHECK (confirmed_by is distinct from proposed_by)
);
--> statement-breakpoint
CREATE TABLE "heartbeat" (
	"worker" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notification" (
	"id" uuid PRIMARY KEY NOT NULL,
	"connection_id" uuid NOT NULL,
	"body_digest" "bytea" NOT NULL,
	"body_sealed" "bytea" NOT NULL,
	"uid" text,
	"tracking_id" text,
	"status" text,
	"payout_id" uuid,
	"received_at" timestamp with time zone NOT NULL,
	"deliveries" integer DEFAULT 1 NOT NULL,
	"applied_at" timestamp with time zone,
	"verdict" text
);
--> statement-breakpoint
CREATE TABLE "pace" (
	"connection_id" uuid PRIMARY KEY NOT NULL,
	"rate_per_second" double precision DEFAULT 5 NOT NULL,
	"burst" double precision DEFAULT 10 NOT NULL,
	"tokens" double precision DEFAULT 10 NOT NULL,
	"refilled_at" timestamp with time zone DEFAULT now() NOT NULL,
	"held_until" timestamp with time zone,
	"failures" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payout" (
	"id" uuid PRIMARY KEY NOT NULL,
	"connection_id" uuid NOT NULL,
	"option" text NOT NULL,
	"state" text NOT NULL,
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
	"acknowledged" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"maker_id" text NOT NULL,
	"epoch" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp with time zone,
	"may_have_left" boolean DEFAULT false NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"checks" integer DEFAULT 0 NOT NULL,
	"next_send_at" timestamp with time zone,
	"next_check_at" timestamp with time zone,
	"settle_until" timestamp with time zone,
	"accepted_at" timestamp with time zone,
	"uid" text,
	"notified_status" text,
	"gateway_updated_at" timestamp with time zone,
	"gateway_word" text,
	"gateway_message" text,
	"gateway_code" text,
	"reference" text,
	"receipt_url" text,
	"manually_corrected_at" timestamp with time zone,
	"corrected_from" text,
	"refusal" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"state_at" timestamp with time zone DEFAULT now() NOT NULL,
	"final_at" timestamp with time zone,
	CONSTRAINT "payout_tracking_id_unique" UNIQUE("tracking_id"),
	CONSTRAINT "payout_request_id_unique" UNIQUE("request_id")
);
--> statement-breakpoint
CREATE TABLE "payout_move" (
	"from_state" text NOT NULL,
	"to_state" text NOT NULL,
	CONSTRAINT "payout_move_from_state_to_state_pk" PRIMARY KEY("from_state","to_state")
);
--> statement-breakpoint
CREATE TABLE "status_query" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"payout_id" uuid NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"result" text NOT NULL,
	"status" text,
	"http_status" integer,
	"response_sealed" "bytea",
	"error" text
);
--> statement-breakpoint
CREATE TABLE "credential" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"person_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invitation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"token_digest" "bytea" NOT NULL,
	"invited_by" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invitation_token_digest_unique" UNIQUE("token_digest")
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"role" text DEFAULT 'viewer' NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	"disabled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "person_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"person_id" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "session_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "verification" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "alert" ADD CONSTRAINT "alert_payout_id_payout_id_fk" FOREIGN KEY ("payout_id") REFERENCES "public"."payout"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert" ADD CONSTRAINT "alert_connection_id_connection_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connection"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert" ADD CONSTRAINT "alert_acknowledged_by_person_id_fk" FOREIGN KEY ("acknowledged_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_payout_id_payout_id_fk" FOREIGN KEY ("payout_id") REFERENCES "public"."payout"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection" ADD CONSTRAINT "connection_frozen_by_person_id_fk" FOREIGN KEY ("frozen_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "doubt_proposal" ADD CONSTRAINT "doubt_proposal_payout_id_payout_id_fk" FOREIGN KEY ("payout_id") REFERENCES "public"."payout"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "doubt_proposal" ADD CONSTRAINT "doubt_proposal_proposed_by_person_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "doubt_proposal" ADD CONSTRAINT "doubt_proposal_confirmed_by_person_id_fk" FOREIGN KEY ("confirmed_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_connection_id_connection_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connection"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_payout_id_payout_id_fk" FOREIGN KEY ("payout_id") REFERENCES "public"."payout"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pace" ADD CONSTRAINT "pace_connection_id_connection_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connection"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout" ADD CONSTRAINT "payout_connection_id_connection_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connection"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout" ADD CONSTRAINT "payout_maker_id_person_id_fk" FOREIGN KEY ("maker_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "status_query" ADD CONSTRAINT "status_query_payout_id_payout_id_fk" FOREIGN KEY ("payout_id") REFERENCES "public"."payout"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credential" ADD CONSTRAINT "credential_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_invited_by_person_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_open" ON "alert" USING btree ("raised_at") WHERE acknowledged_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "alert_once" ON "alert" USING btree ("payout_id","kind","text") WHERE acknowledged_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "attempt_at_most_once" ON "attempt" USING btree ("payout_id") WHERE sent_at is not null and (outcome is null or outcome in ('accepted', 'refused', 'unknown'));--> statement-breakpoint
CREATE INDEX "audit_payout" ON "audit" USING btree ("payout_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "doubt_one_open" ON "doubt_proposal" USING btree ("payout_id") WHERE ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "notification_once" ON "notification" USING btree ("connection_id","body_digest");--> statement-breakpoint
CREATE INDEX "notification_payout" ON "notification" USING btree ("payout_id","received_at");--> statement-breakpoint
CREATE INDEX "notification_unmatched" ON "notification" USING btree ("connection_id","uid") WHERE payout_id is null;--> statement-breakpoint
CREATE INDEX "payout_newest" ON "payout" USING btree ("created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "payout_by_state" ON "payout" USING btree ("state","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "payout_by_connection" ON "payout" USING btree ("connection_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "payout_to_send" ON "payout" USING btree ("connection_id","next_send_at") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "payout_to_check" ON "payout" USING btree ("next_check_at") WHERE next_check_at is not null;--> statement-breakpoint
CREATE INDEX "payout_leased" ON "payout" USING btree ("lease_until") WHERE state = 'sending';--> statement-breakpoint
CREATE INDEX "payout_account" ON "payout" USING btree ("account_index","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "payout_uid" ON "payout" USING btree ("connection_id","uid") WHERE uid is not null;--> statement-breakpoint
CREATE INDEX "status_query_payout" ON "status_query" USING btree ("payout_id","at");--> statement-breakpoint
CREATE INDEX "credential_person" ON "credential" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "session_person" ON "session" USING btree ("person_id");