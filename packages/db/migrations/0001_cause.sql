ALTER TABLE "alarm" ADD COLUMN "cause_event_id" uuid;--> statement-breakpoint
ALTER TABLE "task" ADD COLUMN "asked_event_id" uuid;