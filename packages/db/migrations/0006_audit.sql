CREATE TABLE "audit_entry" (
	"sequence" bigint PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"at_ms" bigint NOT NULL,
	"kind" text NOT NULL,
	"outcome" text NOT NULL,
	"person_id" uuid,
	"person_name" text,
	"role" text,
	"address" text NOT NULL,
	"agent" text NOT NULL,
	"subject_kind" text,
	"subject_id" uuid,
	"subject_name" text,
	"site_id" uuid,
	"task_id" uuid,
	"reason" text,
	"before" jsonb,
	"after" jsonb,
	"refusal" jsonb,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "ledger" ADD COLUMN "audit_sequence" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger" ADD COLUMN "audit_hash" text DEFAULT '0000000000000000000000000000000000000000000000000000000000000000' NOT NULL;--> statement-breakpoint
CREATE INDEX "audit_entry_revision" ON "audit_entry" USING btree ("revision");--> statement-breakpoint
CREATE INDEX "audit_entry_at" ON "audit_entry" USING btree ("at_ms","sequence");--> statement-breakpoint
CREATE INDEX "audit_entry_kind" ON "audit_entry" USING btree ("kind","sequence");--> statement-breakpoint
CREATE INDEX "audit_entry_site" ON "audit_entry" USING btree ("site_id","sequence");--> statement-breakpoint
CREATE INDEX "audit_entry_person" ON "audit_entry" USING btree (lower("person_name") text_pattern_ops,"sequence");--> statement-breakpoint
CREATE INDEX "audit_entry_subject" ON "audit_entry" USING btree (lower("subject_name") text_pattern_ops,"sequence");