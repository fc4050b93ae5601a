import { mkdir, readFile } from "node:fs/promises";
import { witnessConfigSchema } from "@v-available/domain/witness-wire";
import { DEFAULT_PROTOCOL_TIMING } from "@v-available/pair-protocol/timing";
import pino from "pino";
import { RegisterKeeper } from "./register-keeper";
import { RegisterStore } from "./register-store";
import { holdAlone } from "./single-instance";
import { serveWitness } from "./witness-server";

/** witness <file>: the file is a WitnessConfig in JSON. */
const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error("Usage: witness <configuration file>");
  process.exit(2);
}
const config = witnessConfigSchema.parse(JSON.parse(await readFile(file, "utf8")));
const unknown = Object.keys(config.timing).filter((name) => !(name in DEFAULT_PROTOCOL_TIMING));
if (unknown.length > 0) throw new Error(`The configuration sets times that do not exist: ${unknown.join(", ")}.`);
const log = pino({ name: "witness", level: config.log.level });

await mkdir(config.stateDirectory, { recursive: true, mode: 0o700 });
const release = await holdAlone(config.stateDirectory);
const { store, durable } = await RegisterStore.open(config.stateDirectory);
const keeper = new RegisterKeeper({
  store,
  durable,
  config: { ...DEFAULT_PROTOCOL_TIMING, ...config.timing },
  now: () => performance.now(),
  onBroken: (error) => {
    // What is in memory is not on the disk: only a restart from the disk is right again.
    log.fatal({ error }, "the registers could not be written");
    process.exit(1);
  },
});
const server = await serveWitness({ keeper, tls: config.tls, listen: config.listen, log });
log.info(
  { port: server.port, storeId: durable.storeId, pairs: Object.keys(durable.pairs).length },
  "the witness answers",
);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    void server
      .close()
      .then(release)
      .then(() => process.exit(0));
  });
}
