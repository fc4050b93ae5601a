import { auditEntry } from "@v-available/db/schema/audit-entry";
import { expect, it } from "vitest";
import { refuseFaults } from "../src/lab";
import { OPERATOR, VIEWER } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const each = worldOfEachTest(0);
const log = { info() {}, warn() {}, error: (message: string) => expect.fail(message) };

/** What a console over real hosts has in place of a fault lab. */
const lab = () => refuseFaults({ db: each.database, clock: each.world.clock, log });
const PLUG = { fault: "host-power-loss", targetRef: "host-one-a" } as const;
const REAL = { detail: { code: "unsupported", message: "Faults cannot be injected here: the fleet is real." } };

it("injects nothing into a fleet that is real, names the remedy, and writes down who tried", async () => {
  await expect(lab().catalogue()).rejects.toMatchObject(REAL);
  await expect(lab().inject(PLUG, OPERATOR)).rejects.toMatchObject(REAL);
  await expect(lab().clear("fault-1", OPERATOR)).rejects.toMatchObject(REAL);
  expect(each.world.simulator.lab.active()).toEqual([]);
  const entries = await each.database.read((db) => db.select().from(auditEntry).orderBy(auditEntry.sequence));
  expect(entries.map(({ kind, outcome }) => [kind, outcome])).toEqual([
    ["lab.inject", "refused"],
    ["lab.clear", "refused"],
  ]);
});

it("asks for the role first, as where faults can be injected", async () => {
  await expect(lab().inject(PLUG, VIEWER)).rejects.toMatchObject({ detail: { code: "forbidden" } });
});
