import type { Database } from "@v-available/db/database";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { openWorld, sharedDatabase, type TestWorld, type WorldOptions } from "./world";

/** A world for each test of a file, on a database that is made once. */
export function worldOfEachTest(
  settleMs: number,
  options: WorldOptions = {},
): { readonly world: TestWorld; readonly database: Database } {
  let shared: Awaited<ReturnType<typeof sharedDatabase>>;
  let database: Database;
  let world: TestWorld;
  beforeAll(async () => {
    shared = await sharedDatabase("pglite");
  });
  afterAll(() => shared.dispose());
  beforeEach(async () => {
    database = await shared.fresh();
    world = await openWorld(database, options);
    await world.pass(settleMs, 1_000);
    return () => world.stop();
  });
  return {
    get world() {
      return world;
    },
    get database() {
      return database;
    },
  };
}
