CREATE TABLE "machine_label" (
	"vm_id" uuid NOT NULL,
	"label" text NOT NULL,
	"revision" bigint NOT NULL,
	CONSTRAINT "machine_label_vm_id_label_pk" PRIMARY KEY("vm_id","label")
);
--> statement-breakpoint
CREATE TABLE "policy_assignment" (
	"id" uuid PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"policy_id" uuid NOT NULL,
	"by" jsonb NOT NULL,
	"assigned_by" text NOT NULL,
	"assigned_at_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policy_draft" (
	"policy_id" uuid PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"policy" jsonb NOT NULL,
	"base_version" integer,
	"edited_by" text NOT NULL,
	"edited_at_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policy_version" (
	"id" uuid PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"policy_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"policy" jsonb NOT NULL,
	"changes" jsonb NOT NULL,
	"reason" text NOT NULL,
	"published_by" text NOT NULL,
	"published_at_ms" bigint NOT NULL,
	"key" text NOT NULL,
	CONSTRAINT "policy_version_key_unique" UNIQUE("key"),
	CONSTRAINT "policy_version_number" UNIQUE("policy_id","version")
);
--> statement-breakpoint
CREATE TABLE "policy" (
	"id" uuid PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"name" text NOT NULL,
	"preset" text,
	"version" integer,
	"key" text NOT NULL,
	"created_at_ms" bigint NOT NULL,
	"removed_at_ms" bigint,
	CONSTRAINT "policy_preset_unique" UNIQUE("preset"),
	CONSTRAINT "policy_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE INDEX "policy_assignment_policy" ON "policy_assignment" USING btree ("policy_id");--> statement-breakpoint
CREATE INDEX "policy_revision" ON "policy" USING btree ("revision");--> statement-breakpoint
CREATE UNIQUE INDEX "policy_name" ON "policy" USING btree ("name") WHERE "policy"."removed_at_ms" is null;