CREATE TABLE "invitation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"role" text NOT NULL,
	"sites" jsonb NOT NULL,
	"invited_by" text,
	"expires_at_ms" bigint NOT NULL,
	CONSTRAINT "invitation_token" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" uuid PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"sites" jsonb NOT NULL,
	"password_hash" text,
	"demo" boolean NOT NULL,
	"failed_sign_ins" integer NOT NULL,
	"locked_until_ms" bigint,
	"created_at_ms" bigint NOT NULL,
	"disabled_at_ms" bigint,
	CONSTRAINT "person_name" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"created_at_ms" bigint NOT NULL,
	"expires_at_ms" bigint NOT NULL,
	"address" text NOT NULL,
	"agent" text NOT NULL,
	CONSTRAINT "session_token" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE INDEX "session_person" ON "session" USING btree ("person_id");