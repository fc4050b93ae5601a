CREATE TABLE "load_frame" (
	"adapter" text NOT NULL,
	"step_ms" integer NOT NULL,
	"block" integer NOT NULL,
	"at_ms" bigint NOT NULL,
	"readings" "bytea" NOT NULL,
	CONSTRAINT "load_frame_adapter_step_ms_block_at_ms_pk" PRIMARY KEY("adapter","step_ms","block","at_ms")
);
--> statement-breakpoint
CREATE TABLE "load_slot" (
	"vm_id" uuid PRIMARY KEY NOT NULL,
	"adapter" text NOT NULL,
	"slot" integer NOT NULL,
	"since_ms" bigint NOT NULL,
	CONSTRAINT "load_slot_place" UNIQUE("adapter","slot")
);
--> statement-breakpoint
CREATE INDEX "fault_pair" ON "fault" USING btree ("pair_id","opened_at_ms");