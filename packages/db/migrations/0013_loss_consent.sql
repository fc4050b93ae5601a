CREATE TABLE "loss_consent" (
	"id" uuid PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"deed" text NOT NULL,
	"vm_id" uuid NOT NULL,
	"input" jsonb NOT NULL,
	"task_key" uuid NOT NULL,
	"title" text NOT NULL,
	"reason" text NOT NULL,
	"asked_by" text NOT NULL,
	"asked_by_id" uuid,
	"asked_at_ms" bigint NOT NULL,
	"expires_at_ms" bigint NOT NULL,
	"state" text NOT NULL,
	"decided_by" text,
	"decided_at_ms" bigint,
	CONSTRAINT "loss_consent_key" UNIQUE("task_key")
);
--> statement-breakpoint
CREATE INDEX "loss_consent_vm" ON "loss_consent" USING btree ("vm_id","state");