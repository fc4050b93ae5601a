CREATE TABLE "machine_view" (
	"id" uuid PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"person_id" uuid,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"filter" text NOT NULL,
	"sort_column" text NOT NULL,
	"sort_descending" boolean NOT NULL,
	"columns" jsonb NOT NULL,
	"changed_by" text NOT NULL,
	"changed_at_ms" bigint NOT NULL,
	CONSTRAINT "machine_view_name" UNIQUE NULLS NOT DISTINCT("person_id","name_key")
);
--> statement-breakpoint
CREATE INDEX "machine_view_revision" ON "machine_view" USING btree ("revision");