CREATE TABLE "free_host" (
	"id" uuid PRIMARY KEY NOT NULL,
	"adapter" text NOT NULL,
	"ref" text NOT NULL,
	"revision" bigint NOT NULL,
	"name" text NOT NULL,
	"first_seen_at_ms" bigint NOT NULL,
	"removed_at_ms" bigint,
	"observed" jsonb NOT NULL,
	CONSTRAINT "free_host_adapter_ref" UNIQUE("adapter","ref")
);
--> statement-breakpoint
ALTER TABLE "site" ADD COLUMN "given_name" text;--> statement-breakpoint
ALTER TABLE "site" ADD COLUMN "given_location" text;--> statement-breakpoint
ALTER TABLE "site" ADD COLUMN "latitude" double precision;--> statement-breakpoint
ALTER TABLE "site" ADD COLUMN "longitude" double precision;