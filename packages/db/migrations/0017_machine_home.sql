CREATE TABLE "machine_home" (
	"vm_id" uuid PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL,
	"side" text NOT NULL,
	"since_ms" bigint NOT NULL
);
