CREATE TABLE "work_plan" (
	"id" uuid PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"key" uuid NOT NULL,
	"name" text NOT NULL,
	"reason" text NOT NULL,
	"state" text NOT NULL,
	"paused_because" text,
	"starts_at_ms" bigint NOT NULL,
	"window" jsonb,
	"work_minutes" integer NOT NULL,
	"at_once" integer NOT NULL,
	"watched_from_ms" bigint NOT NULL,
	"planned_by" text NOT NULL,
	"planned_by_id" uuid,
	"planned_as" text NOT NULL,
	"planned_at" jsonb NOT NULL,
	"planned_at_ms" bigint NOT NULL,
	"ended_at_ms" bigint,
	CONSTRAINT "work_plan_key" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "work_step" (
	"id" uuid PRIMARY KEY NOT NULL,
	"plan_id" uuid NOT NULL,
	"place" integer NOT NULL,
	"host_id" uuid NOT NULL,
	"state" text NOT NULL,
	"enter_key" uuid,
	"leave_key" uuid,
	"began_at_ms" bigint,
	"ready_at_ms" bigint,
	"worked_at_ms" bigint,
	"ended_at_ms" bigint
);
--> statement-breakpoint
CREATE INDEX "work_plan_state" ON "work_plan" USING btree ("state");--> statement-breakpoint
CREATE INDEX "work_step_plan" ON "work_step" USING btree ("plan_id","place");--> statement-breakpoint
CREATE INDEX "work_step_host" ON "work_step" USING btree ("host_id");