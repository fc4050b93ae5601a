// Written by packages/db/scripts/generate.mjs from the migrations. Change the schema and run it again.
export const MIGRATIONS: readonly Migration[] = [
  {
    index: 0,
    tag: "0000_first",
    sha256: "259325872c62d4a8e367b4122ead115a2231ac0b48669177822d1a2c4435d207",
    statements: [
      'CREATE TABLE "adapter_watch" (\n\t"adapter" text PRIMARY KEY NOT NULL,\n\t"revision" bigint NOT NULL,\n\t"product" text NOT NULL,\n\t"cursor" text,\n\t"observed_at_ms" bigint,\n\t"first_observed_at_ms" bigint,\n\t"reachable" boolean NOT NULL,\n\t"problem" text,\n\t"capabilities" jsonb\n);',
      'CREATE TABLE "record_source" (\n\t"adapter" text NOT NULL,\n\t"source" text NOT NULL,\n\t"sequence" bigint NOT NULL,\n\tCONSTRAINT "record_source_adapter_source_pk" PRIMARY KEY("adapter","source")\n);',
      'CREATE TABLE "alarm" (\n\t"id" uuid PRIMARY KEY NOT NULL,\n\t"revision" bigint NOT NULL,\n\t"adapter" text NOT NULL,\n\t"kind" text NOT NULL,\n\t"severity" text NOT NULL,\n\t"subject_kind" text NOT NULL,\n\t"subject_ref" text NOT NULL,\n\t"subject_id" uuid,\n\t"subject_name" text NOT NULL,\n\t"pair_id" uuid,\n\t"incident_id" uuid,\n\t"effect" text NOT NULL,\n\t"opened_at_ms" bigint NOT NULL,\n\t"gone_at_ms" bigint,\n\t"clear_due_at_ms" bigint,\n\t"cleared_at_ms" bigint,\n\t"operator_state" text NOT NULL,\n\t"acknowledged_by" text,\n\t"acknowledged_at_ms" bigint,\n\t"shelved_until_ms" bigint,\n\t"needs_person" boolean NOT NULL,\n\t"wanted" text,\n\t"vm_ids" jsonb NOT NULL\n);',
      'CREATE TABLE "event" (\n\t"id" uuid PRIMARY KEY NOT NULL,\n\t"revision" bigint NOT NULL,\n\t"sequence" bigint NOT NULL,\n\t"at_ms" bigint NOT NULL,\n\t"type" text NOT NULL,\n\t"actor" text NOT NULL,\n\t"actor_name" text NOT NULL,\n\t"sentence" text NOT NULL,\n\t"severity" text,\n\t"phase" text,\n\t"rule" text,\n\t"fault_kind" text,\n\t"clears" boolean NOT NULL,\n\t"adapter" text,\n\t"subject_kind" text,\n\t"subject_ref" text,\n\t"subject_id" uuid,\n\t"subject_name" text,\n\t"pair_id" uuid,\n\t"incident_id" uuid,\n\t"vm_ids" jsonb NOT NULL,\n\t"cause_event_id" uuid,\n\t"task_id" uuid,\n\t"source" text,\n\t"source_sequence" bigint,\n\t"previous_hash" text NOT NULL,\n\t"hash" text NOT NULL,\n\tCONSTRAINT "event_sequence" UNIQUE("sequence"),\n\tCONSTRAINT "event_source" UNIQUE("adapter","source","source_sequence")\n);',
      'CREATE TABLE "exposure" (\n\t"id" uuid PRIMARY KEY NOT NULL,\n\t"vm_id" uuid NOT NULL,\n\t"cause" text NOT NULL,\n\t"from_ms" bigint NOT NULL,\n\t"to_ms" bigint\n);',
      'CREATE TABLE "fault" (\n\t"id" uuid PRIMARY KEY NOT NULL,\n\t"revision" bigint NOT NULL,\n\t"adapter" text NOT NULL,\n\t"kind" text NOT NULL,\n\t"severity" text NOT NULL,\n\t"subject_kind" text NOT NULL,\n\t"subject_ref" text NOT NULL,\n\t"subject_id" uuid,\n\t"subject_name" text NOT NULL,\n\t"pair_id" uuid,\n\t"incident_id" uuid,\n\t"root" boolean NOT NULL,\n\t"opened_at_ms" bigint NOT NULL,\n\t"closed_at_ms" bigint,\n\t"evidence" text NOT NULL\n);',
      'CREATE TABLE "host_pair" (\n\t"id" uuid PRIMARY KEY NOT NULL,\n\t"adapter" text NOT NULL,\n\t"ref" text NOT NULL,\n\t"revision" bigint NOT NULL,\n\t"name" text NOT NULL,\n\t"first_seen_at_ms" bigint NOT NULL,\n\t"removed_at_ms" bigint,\n\t"site_ref" text NOT NULL,\n\t"heard_at_ms" bigint NOT NULL,\n\t"observed" jsonb NOT NULL,\n\tCONSTRAINT "host_pair_adapter_ref" UNIQUE("adapter","ref")\n);',
      'CREATE TABLE "host" (\n\t"id" uuid PRIMARY KEY NOT NULL,\n\t"adapter" text NOT NULL,\n\t"ref" text NOT NULL,\n\t"revision" bigint NOT NULL,\n\t"name" text NOT NULL,\n\t"first_seen_at_ms" bigint NOT NULL,\n\t"removed_at_ms" bigint,\n\t"pair_ref" text NOT NULL,\n\t"state" text NOT NULL,\n\t"observed" jsonb NOT NULL,\n\tCONSTRAINT "host_adapter_ref" UNIQUE("adapter","ref")\n);',
      'CREATE TABLE "incident" (\n\t"id" uuid PRIMARY KEY NOT NULL,\n\t"revision" bigint NOT NULL,\n\t"adapter" text NOT NULL,\n\t"number" bigint NOT NULL,\n\t"title" text NOT NULL,\n\t"kind" text,\n\t"severity" text NOT NULL,\n\t"pair_id" uuid,\n\t"opened_at_ms" bigint NOT NULL,\n\t"restored_at_ms" bigint,\n\t"phases" jsonb NOT NULL,\n\t"vm_ids" jsonb NOT NULL,\n\t"restored_vms" jsonb NOT NULL,\n\t"first_event_id" uuid NOT NULL,\n\t"first_sequence" bigint NOT NULL,\n\t"last_sequence" bigint NOT NULL\n);',
      'CREATE TABLE "incident_root" (\n\t"adapter" text NOT NULL,\n\t"root_ref" text NOT NULL,\n\t"incident_id" uuid NOT NULL,\n\tCONSTRAINT "incident_root_adapter_root_ref_pk" PRIMARY KEY("adapter","root_ref")\n);',
      'CREATE TABLE "ledger" (\n\t"id" smallint PRIMARY KEY NOT NULL,\n\t"revision" bigint NOT NULL,\n\t"event_sequence" bigint NOT NULL,\n\t"event_hash" text NOT NULL,\n\t"incident_number" bigint NOT NULL,\n\tCONSTRAINT "ledger_one_row" CHECK ("ledger"."id" = 1)\n);',
      'CREATE TABLE "link" (\n\t"id" uuid PRIMARY KEY NOT NULL,\n\t"adapter" text NOT NULL,\n\t"ref" text NOT NULL,\n\t"revision" bigint NOT NULL,\n\t"name" text NOT NULL,\n\t"first_seen_at_ms" bigint NOT NULL,\n\t"removed_at_ms" bigint,\n\t"pair_ref" text NOT NULL,\n\t"state" text NOT NULL,\n\t"observed" jsonb NOT NULL,\n\tCONSTRAINT "link_adapter_ref" UNIQUE("adapter","ref")\n);',
      'CREATE TABLE "setting" (\n\t"key" text PRIMARY KEY NOT NULL,\n\t"revision" bigint NOT NULL,\n\t"value" jsonb NOT NULL\n);',
      'CREATE TABLE "site" (\n\t"id" uuid PRIMARY KEY NOT NULL,\n\t"adapter" text NOT NULL,\n\t"ref" text NOT NULL,\n\t"revision" bigint NOT NULL,\n\t"name" text NOT NULL,\n\t"first_seen_at_ms" bigint NOT NULL,\n\t"removed_at_ms" bigint,\n\t"observed" jsonb NOT NULL,\n\tCONSTRAINT "site_adapter_ref" UNIQUE("adapter","ref")\n);',
      'CREATE TABLE "task" (\n\t"id" uuid PRIMARY KEY NOT NULL,\n\t"revision" bigint NOT NULL,\n\t"task_key" text NOT NULL,\n\t"adapter" text NOT NULL,\n\t"kind" text NOT NULL,\n\t"title" text NOT NULL,\n\t"command" jsonb NOT NULL,\n\t"taken" boolean NOT NULL,\n\t"vm_id" uuid,\n\t"vm_name" text NOT NULL,\n\t"state" text NOT NULL,\n\t"step" text NOT NULL,\n\t"progress_ratio" double precision NOT NULL,\n\t"eta_at_ms" bigint,\n\t"refusal" jsonb,\n\t"started_at_ms" bigint NOT NULL,\n\t"ended_at_ms" bigint,\n\t"started_by" text NOT NULL,\n\tCONSTRAINT "task_key" UNIQUE("task_key")\n);',
      'CREATE TABLE "vm" (\n\t"id" uuid PRIMARY KEY NOT NULL,\n\t"adapter" text NOT NULL,\n\t"ref" text NOT NULL,\n\t"revision" bigint NOT NULL,\n\t"name" text NOT NULL,\n\t"first_seen_at_ms" bigint NOT NULL,\n\t"removed_at_ms" bigint,\n\t"pair_ref" text NOT NULL,\n\t"desired_power" text NOT NULL,\n\t"observed" jsonb NOT NULL,\n\tCONSTRAINT "vm_adapter_ref" UNIQUE("adapter","ref")\n);',
      'CREATE TABLE "witness" (\n\t"id" uuid PRIMARY KEY NOT NULL,\n\t"adapter" text NOT NULL,\n\t"ref" text NOT NULL,\n\t"revision" bigint NOT NULL,\n\t"name" text NOT NULL,\n\t"first_seen_at_ms" bigint NOT NULL,\n\t"removed_at_ms" bigint,\n\t"pair_ref" text NOT NULL,\n\t"observed" jsonb NOT NULL,\n\tCONSTRAINT "witness_adapter_ref" UNIQUE("adapter","ref")\n);',
      'CREATE UNIQUE INDEX "alarm_standing" ON "alarm" USING btree ("adapter","kind","subject_kind","subject_ref") WHERE "alarm"."cleared_at_ms" is null;',
      'CREATE INDEX "alarm_revision" ON "alarm" USING btree ("revision");',
      'CREATE INDEX "alarm_opened" ON "alarm" USING btree ("opened_at_ms");',
      'CREATE INDEX "alarm_incident" ON "alarm" USING btree ("incident_id");',
      'CREATE INDEX "event_revision" ON "event" USING btree ("revision");',
      'CREATE INDEX "event_incident" ON "event" USING btree ("incident_id","sequence");',
      'CREATE INDEX "event_pair" ON "event" USING btree ("pair_id","sequence");',
      'CREATE INDEX "event_vm" ON "event" USING gin ("vm_ids");',
      'CREATE UNIQUE INDEX "exposure_running" ON "exposure" USING btree ("vm_id") WHERE "exposure"."to_ms" is null;',
      'CREATE INDEX "exposure_from" ON "exposure" USING btree ("from_ms");',
      'CREATE INDEX "fault_revision" ON "fault" USING btree ("revision");',
      'CREATE UNIQUE INDEX "fault_open" ON "fault" USING btree ("adapter","kind","subject_kind","subject_ref") WHERE "fault"."closed_at_ms" is null;',
      'CREATE INDEX "fault_incident" ON "fault" USING btree ("incident_id");',
      'CREATE INDEX "incident_revision" ON "incident" USING btree ("revision");',
      'CREATE INDEX "incident_opened" ON "incident" USING btree ("opened_at_ms");',
      'CREATE INDEX "task_revision" ON "task" USING btree ("revision");',
      'CREATE INDEX "task_started" ON "task" USING btree ("started_at_ms");',
    ],
  },
  {
    index: 1,
    tag: "0001_cause",
    sha256: "7d6e1fecb2eac2094f43e636a31284bcc44eebf41ad5cbafbb62124c05a6db8b",
    statements: [
      'ALTER TABLE "alarm" ADD COLUMN "cause_event_id" uuid;',
      'ALTER TABLE "task" ADD COLUMN "asked_event_id" uuid;',
    ],
  },
  {
    index: 2,
    tag: "0002_task_subject",
    sha256: "3e7f81cca3f2082cd056072b91298b52879d381f83b6d156490a63179d9ffd71",
    statements: [
      'ALTER TABLE "task" RENAME COLUMN "vm_id" TO "subject_id";',
      'ALTER TABLE "task" RENAME COLUMN "vm_name" TO "subject_name";',
      'ALTER TABLE "task" ADD COLUMN "subject_kind" text DEFAULT \'vm\' NOT NULL;',
      'ALTER TABLE "task" ADD COLUMN "subject_ref" text DEFAULT \'\' NOT NULL;',
      'UPDATE "task" SET "subject_ref" = COALESCE("command"->>\'vmRef\', "subject_name");',
      'ALTER TABLE "task" ALTER COLUMN "subject_kind" DROP DEFAULT;',
      'ALTER TABLE "task" ALTER COLUMN "subject_ref" DROP DEFAULT;',
    ],
  },
  {
    index: 3,
    tag: "0003_heard_with_all",
    sha256: "7accee7c144df08f0ebb849abaced57880b7a15404fae945c7be81b047fa08e7",
    statements: ['ALTER TABLE "adapter_watch" ADD COLUMN "heard_at_ms" bigint;'],
  },
  {
    index: 4,
    tag: "0004_people",
    sha256: "6d0b50ba0ef0b43078e1a1eed586632a21df5e7016eb13de858a39f541062d92",
    statements: [
      'CREATE TABLE "invitation" (\n\t"id" uuid PRIMARY KEY NOT NULL,\n\t"token_hash" text NOT NULL,\n\t"role" text NOT NULL,\n\t"sites" jsonb NOT NULL,\n\t"invited_by" text,\n\t"expires_at_ms" bigint NOT NULL,\n\tCONSTRAINT "invitation_token" UNIQUE("token_hash")\n);',
      'CREATE TABLE "person" (\n\t"id" uuid PRIMARY KEY NOT NULL,\n\t"revision" bigint NOT NULL,\n\t"name" text NOT NULL,\n\t"role" text NOT NULL,\n\t"sites" jsonb NOT NULL,\n\t"password_hash" text,\n\t"demo" boolean NOT NULL,\n\t"failed_sign_ins" integer NOT NULL,\n\t"locked_until_ms" bigint,\n\t"created_at_ms" bigint NOT NULL,\n\t"disabled_at_ms" bigint,\n\tCONSTRAINT "person_name" UNIQUE("name")\n);',
      'CREATE TABLE "session" (\n\t"id" uuid PRIMARY KEY NOT NULL,\n\t"person_id" uuid NOT NULL,\n\t"token_hash" text NOT NULL,\n\t"created_at_ms" bigint NOT NULL,\n\t"expires_at_ms" bigint NOT NULL,\n\t"address" text NOT NULL,\n\t"agent" text NOT NULL,\n\tCONSTRAINT "session_token" UNIQUE("token_hash")\n);',
      'CREATE INDEX "session_person" ON "session" USING btree ("person_id");',
    ],
  },
  {
    index: 5,
    tag: "0005_policy",
    sha256: "8e15836d8b27fa6cd61a58ad15b2542d81cb6a4f3f165e5f893b5b4310516198",
    statements: [
      'CREATE TABLE "machine_label" (\n\t"vm_id" uuid NOT NULL,\n\t"label" text NOT NULL,\n\t"revision" bigint NOT NULL,\n\tCONSTRAINT "machine_label_vm_id_label_pk" PRIMARY KEY("vm_id","label")\n);',
      'CREATE TABLE "policy_assignment" (\n\t"id" uuid PRIMARY KEY NOT NULL,\n\t"revision" bigint NOT NULL,\n\t"policy_id" uuid NOT NULL,\n\t"by" jsonb NOT NULL,\n\t"assigned_by" text NOT NULL,\n\t"assigned_at_ms" bigint NOT NULL\n);',
      'CREATE TABLE "policy_draft" (\n\t"policy_id" uuid PRIMARY KEY NOT NULL,\n\t"revision" bigint NOT NULL,\n\t"policy" jsonb NOT NULL,\n\t"base_version" integer,\n\t"edited_by" text NOT NULL,\n\t"edited_at_ms" bigint NOT NULL\n);',
      'CREATE TABLE "policy_version" (\n\t"id" uuid PRIMARY KEY NOT NULL,\n\t"revision" bigint NOT NULL,\n\t"policy_id" uuid NOT NULL,\n\t"version" integer NOT NULL,\n\t"policy" jsonb NOT NULL,\n\t"changes" jsonb NOT NULL,\n\t"reason" text NOT NULL,\n\t"published_by" text NOT NULL,\n\t"published_at_ms" bigint NOT NULL,\n\t"key" text NOT NULL,\n\tCONSTRAINT "policy_version_key_unique" UNIQUE("key"),\n\tCONSTRAINT "policy_version_number" UNIQUE("policy_id","version")\n);',
      'CREATE TABLE "policy" (\n\t"id" uuid PRIMARY KEY NOT NULL,\n\t"revision" bigint NOT NULL,\n\t"name" text NOT NULL,\n\t"preset" text,\n\t"version" integer,\n\t"key" text NOT NULL,\n\t"created_at_ms" bigint NOT NULL,\n\t"removed_at_ms" bigint,\n\tCONSTRAINT "policy_preset_unique" UNIQUE("preset"),\n\tCONSTRAINT "policy_key_unique" UNIQUE("key")\n);',
      'CREATE INDEX "policy_assignment_policy" ON "policy_assignment" USING btree ("policy_id");',
      'CREATE INDEX "policy_revision" ON "policy" USING btree ("revision");',
      'CREATE UNIQUE INDEX "policy_name" ON "policy" USING btree ("name") WHERE "policy"."removed_at_ms" is null;',
    ],
  },
];

export interface Migration {
  readonly index: number;
  readonly tag: string;
  readonly sha256: string;
  readonly statements: readonly string[];
}
