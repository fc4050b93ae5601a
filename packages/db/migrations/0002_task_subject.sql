ALTER TABLE "task" RENAME COLUMN "vm_id" TO "subject_id";--> statement-breakpoint
ALTER TABLE "task" RENAME COLUMN "vm_name" TO "subject_name";--> statement-breakpoint
ALTER TABLE "task" ADD COLUMN "subject_kind" text DEFAULT 'vm' NOT NULL;--> statement-breakpoint
ALTER TABLE "task" ADD COLUMN "subject_ref" text DEFAULT '' NOT NULL;--> statement-breakpoint
UPDATE "task" SET "subject_ref" = COALESCE("command"->>'vmRef', "subject_name");--> statement-breakpoint
ALTER TABLE "task" ALTER COLUMN "subject_kind" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "task" ALTER COLUMN "subject_ref" DROP DEFAULT;