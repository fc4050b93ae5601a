import type { Database } from "@v-available/db/database";
import { auditEntry } from "@v-available/db/schema/audit-entry";
import { event } from "@v-available/db/schema/event";
import { asc, desc } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { type Access, openAccess } from "../src/person/access";
import { secretsBy } from "../src/person/sealed";
import type { NewSession, Present } from "../src/person/session";
import { VirtualClock } from "./virtual-clock";
import { sharedDatabase } from "./world";

export const FROM = { address: "192.0.2.7", agent: "a browser" };
export const ADA = { name: "Ada", password: "correct horse battery" };
export const SECRETS = secretsBy(async () => "of a console in a test");
export const log = { info() {}, warn() {}, error() {} };

export interface PersonWorld {
  db: Database;
  clock: VirtualClock;
  access: Access;
  /** The first owner. */
  makeAda(): Promise<NewSession>;
  /** Somebody whom she invites. */
  invited(name: string, role: "viewer" | "operator" | "administrator" | "owner"): Promise<NewSession>;
  present(session: { readonly token: string }): Promise<Present>;
  /** Of the record, the last first. */
  sentences(): Promise<string[]>;
  /** Of the audit log, in their order. */
  entries(): Promise<(typeof auditEntry.$inferSelect)[]>;
  pass(ms: number): void;
}

/** A console on a database that is empty before each test, where nobody has been. */
export function personWorldOfEachTest(): PersonWorld {
  let shared: Awaited<ReturnType<typeof sharedDatabase>>;
  const world = {
    makeAda: async () =>
      world.access.accept({ token: (await world.access.inviteFirstOwner()) as string, ...ADA }, FROM),
    async invited(name, role) {
      const ada = await world.present(await world.access.signIn(ADA, FROM).then(sessionOf));
      const token = await world.access.invite({ role, sites: "all" }, ada);
      return world.access.accept({ token, name, password: `${name}, a long password` }, FROM);
    },
    async present({ token }) {
      const who = await world.access.find(token);
      if (!who) throw new Error("nobody is signed in with this token");
      return { ...who, from: FROM };
    },
    sentences: async () =>
      (await world.db.read((tx) => tx.select().from(event).orderBy(desc(event.sequence)))).map(
        ({ sentence }) => sentence,
      ),
    entries: () => world.db.read((tx) => tx.select().from(auditEntry).orderBy(asc(auditEntry.sequence))),
    pass: (ms) => world.clock.moveTo(world.clock.nowMs() + ms),
  } as PersonWorld;
  beforeAll(async () => {
    shared = await sharedDatabase("pglite");
  }, 60_000);
  afterAll(() => shared.dispose());
  beforeEach(async () => {
    world.db = await shared.fresh();
    world.clock = new VirtualClock(1_780_000_000_000);
    const { db, clock } = world;
    world.access = await openAccess({ db, clock, log }, false, SECRETS);
    return () => world.access.stop();
  });
  return world;
}

/** Where a password is all that is asked for. */
export const sessionOf = (came: NewSession): NewSession => {
  expect(came).toMatchObject({ token: expect.any(String) });
  return came;
};

/** Resolves as soon as a stream ends. */
export const ending = async (stream: AbortSignal): Promise<void> => {
  if (!stream.aborted) await new Promise((resolve) => stream.addEventListener("abort", resolve));
};
export const open = () => new AbortController().signal;
