ALTER TABLE "site" ADD COLUMN "given_name" text;--> statement-breakpoint
ALTER TABLE "site" ADD COLUMN "given_location" text;--> statement-breakpoint
ALTER TABLE "site" ADD COLUMN "latitude" double precision;--> statement-breakpoint
ALTER TABLE "site" ADD COLUMN "longitude" double precision;