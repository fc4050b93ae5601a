CREATE TABLE "api_key" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"sites" jsonb NOT NULL,
	"key_hash" text NOT NULL,
	"created_at_ms" bigint NOT NULL,
	"expires_at_ms" bigint NOT NULL,
	"last_used_at_ms" bigint,
	CONSTRAINT "api_key_hash" UNIQUE("key_hash")
);
--> statement-breakpoint
CREATE TABLE "passkey" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"name" text NOT NULL,
	"rp_id" text NOT NULL,
	"credential_id" text NOT NULL,
	"public_key" text NOT NULL,
	"counter" bigint NOT NULL,
	"transports" jsonb NOT NULL,
	"backed_up" boolean NOT NULL,
	"created_at_ms" bigint NOT NULL,
	"last_used_at_ms" bigint,
	CONSTRAINT "passkey_credential" UNIQUE("credential_id")
);
--> statement-breakpoint
CREATE TABLE "password_link" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"person_id" uuid NOT NULL,
	"made_by" text NOT NULL,
	"expires_at_ms" bigint NOT NULL,
	CONSTRAINT "password_link_token" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "sign_in_step" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"kind" text NOT NULL,
	"person_id" uuid,
	"content" jsonb NOT NULL,
	"expires_at_ms" bigint NOT NULL,
	CONSTRAINT "sign_in_step_token" UNIQUE("token_hash")
);
--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "totp_secret" text;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "totp_last_step" bigint;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "recovery_code_hashes" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "provider_subject" text;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "role_from_provider" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "last_used_at_ms" bigint;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "confirmed_at_ms" bigint;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "means" text;--> statement-breakpoint
UPDATE "session" SET "last_used_at_ms" = "created_at_ms", "confirmed_at_ms" = "created_at_ms", "means" = CASE WHEN (SELECT "demo" FROM "person" WHERE "person"."id" = "session"."person_id") THEN 'demo' ELSE 'password' END;--> statement-breakpoint
ALTER TABLE "session" ALTER COLUMN "last_used_at_ms" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "session" ALTER COLUMN "confirmed_at_ms" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "session" ALTER COLUMN "means" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "api_key_person" ON "api_key" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "passkey_person" ON "passkey" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "password_link_person" ON "password_link" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "sign_in_step_person" ON "sign_in_step" USING btree ("person_id");--> statement-breakpoint
ALTER TABLE "person" ADD CONSTRAINT "person_provider_subject" UNIQUE("provider_subject");