import type { Context } from "@v-available/api/context";
import { appRouter } from "@v-available/api/router";
import { createCallerFactory } from "@v-available/api/trpc";
import { recordRefusal } from "@v-available/control-plane/audit/deed";
import type { Actor } from "@v-available/control-plane/desk";
import { openFaultLab } from "@v-available/control-plane/lab";
import { expect } from "vitest";
import type { TestWorld } from "../packages/control-plane/test/world";

const log = { info() {}, warn() {}, error: (message: string) => expect.fail(message) };
/** Where somebody comes from who is not signed in. */
export const STRANGER_FROM = { address: "198.51.100.9", agent: "somebody's browser" };
type Procedure = (input: unknown) => Promise<unknown>;

/** Asks the API as the console does: whoever asks (null: nobody is signed in), whatever the input. */
export async function askApi(world: TestWorld, path: string, input: unknown, actor: Actor | null): Promise<unknown> {
  const { db, clock, desk, simulator } = world;
  const environment = { db, clock, log };
  const by = actor ?? { personId: null, name: null, role: null, from: STRANGER_FROM };
  const context: Context = {
    ...desk,
    lab: openFaultLab(environment, simulator.name, simulator.lab),
    actor,
    turnAway: (kind, refusal) => recordRefusal(environment, { kind, by, subject: null, reason: null }, refusal),
    whileSignedIn: (signal) => signal,
    reportDefect: (error) => expect.fail(String(error)),
  };
  const caller = createCallerFactory(appRouter)(context) as never as Record<string, Record<string, Procedure>>;
  const [noun, verb] = path.split(".") as [string, string];
  return caller[noun]?.[verb]?.(input);
}
