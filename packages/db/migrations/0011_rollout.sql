CREATE TABLE "rollout_step" (
	"id" uuid PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"rollout_id" uuid NOT NULL,
	"machine_id" uuid NOT NULL,
	"machine_name" text NOT NULL,
	"pair_id" uuid NOT NULL,
	"pair_name" text NOT NULL,
	"wave" integer NOT NULL,
	"place" integer NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"before" jsonb,
	"stations" jsonb NOT NULL,
	"station" integer NOT NULL,
	"task_key" text,
	"asked" integer NOT NULL,
	"may_lower" boolean NOT NULL,
	"may_pass_below" boolean NOT NULL,
	"predicted_ms" integer NOT NULL,
	"started_at_ms" bigint,
	"ended_at_ms" bigint,
	CONSTRAINT "rollout_step_machine" UNIQUE("rollout_id","machine_id")
);
--> statement-breakpoint
CREATE TABLE "rollout" (
	"id" uuid PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"policy_id" uuid NOT NULL,
	"policy_name" text NOT NULL,
	"version" integer NOT NULL,
	"protection" jsonb NOT NULL,
	"state" text NOT NULL,
	"because" text,
	"paused_by" text,
	"started_by" text NOT NULL,
	"started_at_ms" bigint NOT NULL,
	"halted_at_ms" bigint,
	"ended_at_ms" bigint,
	"accepted_lower" integer NOT NULL,
	"accepted_pass" integer NOT NULL,
	"asked_event_id" uuid NOT NULL,
	"key" text,
	CONSTRAINT "rollout_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE INDEX "rollout_step_state" ON "rollout_step" USING btree ("rollout_id","state");--> statement-breakpoint
CREATE INDEX "rollout_step_of_machine" ON "rollout_step" USING btree ("machine_id");--> statement-breakpoint
CREATE INDEX "rollout_step_task" ON "rollout_step" USING btree ("task_key");--> statement-breakpoint
CREATE INDEX "rollout_revision" ON "rollout" USING btree ("revision");--> statement-breakpoint
CREATE INDEX "rollout_policy" ON "rollout" USING btree ("policy_id");--> statement-breakpoint
CREATE INDEX "rollout_state" ON "rollout" USING btree ("state");