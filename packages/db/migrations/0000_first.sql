CREATE TABLE "adapter_watch" (
	"adapter" text PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"product" text NOT NULL,
	"cursor" text,
	"observed_at_ms" bigint,
	"first_observed_at_ms" bigint,
	"reachable" boolean NOT NULL,
	"problem" text,
	"capabilities" jsonb
);
--> statement-breakpoint
CREATE TABLE "record_source" (
	"adapter" text NOT NULL,
	"source" text NOT NULL,
	"sequence" bigint NOT NULL,
	CONSTRAINT "record_source_adapter_source_pk" PRIMARY KEY("adapter","source")
);
--> statement-breakpoint
CREATE TABLE "alarm" (
	"id" uuid PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"adapter" text NOT NULL,
	"kind" text NOT NULL,
	"severity" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_ref" text NOT NULL,
	"subject_id" uuid,
	"subject_name" text NOT NULL,
	"pair_id" uuid,
	"incident_id" uuid,
	"effect" text NOT NULL,
	"opened_at_ms" bigint NOT NULL,
	"gone_at_ms" bigint,
	"clear_due_at_ms" bigint,
	"cleared_at_ms" bigint,
	"operator_state" text NOT NULL,
	"acknowledged_by" text,
	"acknowledged_at_ms" bigint,
	"shelved_until_ms" bigint,
	"needs_person" boolean NOT NULL,
	"wanted" text,
	"vm_ids" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "event" (
	"id" uuid PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"sequence" bigint NOT NULL,
	"at_ms" bigint NOT NULL,
	"type" text NOT NULL,
	"actor" text NOT NULL,
	"actor_name" text NOT NULL,
	"sentence" text NOT NULL,
	"severity" text,
	"phase" text,
	"rule" text,
	"fault_kind" text,
	"clears" boolean NOT NULL,
	"adapter" text,
	"subject_kind" text,
	"subject_ref" text,
	"subject_id" uuid,
	"subject_name" text,
	"pair_id" uuid,
	"incident_id" uuid,
	"vm_ids" jsonb NOT NULL,
	"cause_event_id" uuid,
	"task_id" uuid,
	"source" text,
	"source_sequence" bigint,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "event_sequence" UNIQUE("sequence"),
	CONSTRAINT "event_source" UNIQUE("adapter","source","source_sequence")
);
--> statement-breakpoint
CREATE TABLE "exposure" (
	"id" uuid PRIMARY KEY NOT NULL,
	"vm_id" uuid NOT NULL,
	"cause" text NOT NULL,
	"from_ms" bigint NOT NULL,
	"to_ms" bigint
);
--> statement-breakpoint
CREATE TABLE "fault" (
	"id" uuid PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"adapter" text NOT NULL,
	"kind" text NOT NULL,
	"severity" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_ref" text NOT NULL,
	"subject_id" uuid,
	"subject_name" text NOT NULL,
	"pair_id" uuid,
	"incident_id" uuid,
	"root" boolean NOT NULL,
	"opened_at_ms" bigint NOT NULL,
	"closed_at_ms" bigint,
	"evidence" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "host_pair" (
	"id" uuid PRIMARY KEY NOT NULL,
	"adapter" text NOT NULL,
	"ref" text NOT NULL,
	"revision" bigint NOT NULL,
	"name" text NOT NULL,
	"first_seen_at_ms" bigint NOT NULL,
	"removed_at_ms" bigint,
	"site_ref" text NOT NULL,
	"heard_at_ms" bigint NOT NULL,
	"observed" jsonb NOT NULL,
	CONSTRAINT "host_pair_adapter_ref" UNIQUE("adapter","ref")
);
--> statement-breakpoint
CREATE TABLE "host" (
	"id" uuid PRIMARY KEY NOT NULL,
	"adapter" text NOT NULL,
	"ref" text NOT NULL,
	"revision" bigint NOT NULL,
	"name" text NOT NULL,
	"first_seen_at_ms" bigint NOT NULL,
	"removed_at_ms" bigint,
	"pair_ref" text NOT NULL,
	"state" text NOT NULL,
	"observed" jsonb NOT NULL,
	CONSTRAINT "host_adapter_ref" UNIQUE("adapter","ref")
);
--> statement-breakpoint
CREATE TABLE "incident" (
	"id" uuid PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"adapter" text NOT NULL,
	"number" bigint NOT NULL,
	"title" text NOT NULL,
	"kind" text,
	"severity" text NOT NULL,
	"pair_id" uuid,
	"opened_at_ms" bigint NOT NULL,
	"restored_at_ms" bigint,
	"phases" jsonb NOT NULL,
	"vm_ids" jsonb NOT NULL,
	"restored_vms" jsonb NOT NULL,
	"first_event_id" uuid NOT NULL,
	"first_sequence" bigint NOT NULL,
	"last_sequence" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incident_root" (
	"adapter" text NOT NULL,
	"root_ref" text NOT NULL,
	"incident_id" uuid NOT NULL,
	CONSTRAINT "incident_root_adapter_root_ref_pk" PRIMARY KEY("adapter","root_ref")
);
--> statement-breakpoint
CREATE TABLE "ledger" (
	"id" smallint PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"event_sequence" bigint NOT NULL,
	"event_hash" text NOT NULL,
	"incident_number" bigint NOT NULL,
	CONSTRAINT "ledger_one_row" CHECK ("ledger"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "link" (
	"id" uuid PRIMARY KEY NOT NULL,
	"adapter" text NOT NULL,
	"ref" text NOT NULL,
	"revision" bigint NOT NULL,
	"name" text NOT NULL,
	"first_seen_at_ms" bigint NOT NULL,
	"removed_at_ms" bigint,
	"pair_ref" text NOT NULL,
	"state" text NOT NULL,
	"observed" jsonb NOT NULL,
	CONSTRAINT "link_adapter_ref" UNIQUE("adapter","ref")
);
--> statement-breakpoint
CREATE TABLE "setting" (
	"key" text PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "site" (
	"id" uuid PRIMARY KEY NOT NULL,
	"adapter" text NOT NULL,
	"ref" text NOT NULL,
	"revision" bigint NOT NULL,
	"name" text NOT NULL,
	"first_seen_at_ms" bigint NOT NULL,
	"removed_at_ms" bigint,
	"observed" jsonb NOT NULL,
	CONSTRAINT "site_adapter_ref" UNIQUE("adapter","ref")
);
--> statement-breakpoint
CREATE TABLE "task" (
	"id" uuid PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"task_key" text NOT NULL,
	"adapter" text NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"command" jsonb NOT NULL,
	"taken" boolean NOT NULL,
	"vm_id" uuid,
	"vm_name" text NOT NULL,
	"state" text NOT NULL,
	"step" text NOT NULL,
	"progress_ratio" double precision NOT NULL,
	"eta_at_ms" bigint,
	"refusal" jsonb,
	"started_at_ms" bigint NOT NULL,
	"ended_at_ms" bigint,
	"started_by" text NOT NULL,
	CONSTRAINT "task_key" UNIQUE("task_key")
);
--> statement-breakpoint
CREATE TABLE "vm" (
	"id" uuid PRIMARY KEY NOT NULL,
	"adapter" text NOT NULL,
	"ref" text NOT NULL,
	"revision" bigint NOT NULL,
	"name" text NOT NULL,
	"first_seen_at_ms" bigint NOT NULL,
	"removed_at_ms" bigint,
	"pair_ref" text NOT NULL,
	"desired_power" text NOT NULL,
	"observed" jsonb NOT NULL,
	CONSTRAINT "vm_adapter_ref" UNIQUE("adapter","ref")
);
--> statement-breakpoint
CREATE TABLE "witness" (
	"id" uuid PRIMARY KEY NOT NULL,
	"adapter" text NOT NULL,
	"ref" text NOT NULL,
	"revision" bigint NOT NULL,
	"name" text NOT NULL,
	"first_seen_at_ms" bigint NOT NULL,
	"removed_at_ms" bigint,
	"pair_ref" text NOT NULL,
	"observed" jsonb NOT NULL,
	CONSTRAINT "witness_adapter_ref" UNIQUE("adapter","ref")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "alarm_standing" ON "alarm" USING btree ("adapter","kind","subject_kind","subject_ref") WHERE "alarm"."cleared_at_ms" is null;--> statement-breakpoint
CREATE INDEX "alarm_revision" ON "alarm" USING btree ("revision");--> statement-breakpoint
CREATE INDEX "alarm_opened" ON "alarm" USING btree ("opened_at_ms");--> statement-breakpoint
CREATE INDEX "alarm_incident" ON "alarm" USING btree ("incident_id");--> statement-breakpoint
CREATE INDEX "event_revision" ON "event" USING btree ("revision");--> statement-breakpoint
CREATE INDEX "event_incident" ON "event" USING btree ("incident_id","sequence");--> statement-breakpoint
CREATE INDEX "event_pair" ON "event" USING btree ("pair_id","sequence");--> statement-breakpoint
CREATE INDEX "event_vm" ON "event" USING gin ("vm_ids");--> statement-breakpoint
CREATE UNIQUE INDEX "exposure_running" ON "exposure" USING btree ("vm_id") WHERE "exposure"."to_ms" is null;--> statement-breakpoint
CREATE INDEX "exposure_from" ON "exposure" USING btree ("from_ms");--> statement-breakpoint
CREATE INDEX "fault_revision" ON "fault" USING btree ("revision");--> statement-breakpoint
CREATE UNIQUE INDEX "fault_open" ON "fault" USING btree ("adapter","kind","subject_kind","subject_ref") WHERE "fault"."closed_at_ms" is null;--> statement-breakpoint
CREATE INDEX "fault_incident" ON "fault" USING btree ("incident_id");--> statement-breakpoint
CREATE INDEX "incident_revision" ON "incident" USING btree ("revision");--> statement-breakpoint
CREATE INDEX "incident_opened" ON "incident" USING btree ("opened_at_ms");--> statement-breakpoint
CREATE INDEX "task_revision" ON "task" USING btree ("revision");--> statement-breakpoint
CREATE INDEX "task_started" ON "task" USING btree ("started_at_ms");