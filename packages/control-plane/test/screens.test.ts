import { auditEntry } from "@v-available/db/schema/audit-entry";
import { asc } from "drizzle-orm";
import { expect, it } from "vitest";
import { IDLE_MS } from "../src/screen/open-screen";
import { makeScreens, SCREENS_A_SESSION } from "../src/screen/screens";
import { actorOf, OPERATOR, VIEWER } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const each = worldOfEachTest(20_000);

const bytes = (...all: (string | number)[]) =>
  Uint8Array.from(
    all.flatMap((one) => (typeof one === "number" ? [one] : [...one].map((letter) => letter.charCodeAt(0)))),
  );
const GREETING = bytes("RFB 003.008\n", 1, 1);
const UPDATE = bytes(3, 0, 0, 0, 0, 0, 3, 0, 1, 176);
const KEY = (letter: string) => bytes(4, 1, 0, 0, 0, 0, 0, letter, 4, 0, 0, 0, 0, 0, 0, letter);
const SESSION = "of a browser";

const machine = async (name = "ha-app") => {
  const found = (await each.world.desk.queries.machineList()).find((one) => one.name === name);
  return each.world.desk.queries.machine(found?.id ?? "");
};
const open = async (actor = OPERATOR, session = SESSION) =>
  each.world.desk.screens.open({ machineId: (await machine()).id, session }, actor);
const send = (token: string, number: number, part: Uint8Array, actor = OPERATOR, session = SESSION) =>
  each.world.desk.screens.send({ token, session, number, bytes: part }, actor);

/** All that has come down by now, in bytes. */
function countOf(screen: Awaited<ReturnType<typeof open>>): () => number {
  let length = 0;
  void (async () => {
    for await (const part of screen.down) length += part.length;
  })();
  return () => length;
}
const audited = async () =>
  (await each.world.db.read((db) => db.select().from(auditEntry).orderBy(asc(auditEntry.sequence)))).filter(
    ({ kind }) => kind.endsWith("Screen"),
  );
const refused = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    ({ detail }: { detail: { code: string } }) => detail,
  );

it("shows what is typed by somebody who may type", async () => {
  const screen = await open();
  expect(screen).toMatchObject({
    mayNotType: null,
    machine: { name: "ha-app" },
    host: expect.stringMatching(/-[ab]$/),
  });
  const count = countOf(screen);
  await send(screen.token, 1, GREETING);
  await send(screen.token, 2, UPDATE);
  await each.world.pass(250);
  const before = count();
  expect(before).toBeGreaterThan(1_000);
  await send(screen.token, 3, bytes(3, 1, 0, 0, 0, 0, 3, 0, 1, 176));
  expect(await send(screen.token, 4, KEY("x"))).toEqual({ mayNotType: null });
  // The clock stands: what comes is the letter.
  await expect.poll(count).toBeGreaterThan(before);
});

it("drops what a viewer types, also where the page sends it all the same, and says why", async () => {
  const screen = await open(VIEWER);
  expect(screen.mayNotType).toBe(
    "Vic is viewer and may not type at the screens of machines. Ask somebody who is operator.",
  );
  const count = countOf(screen);
  await send(screen.token, 1, GREETING, VIEWER);
  await send(screen.token, 2, UPDATE, VIEWER);
  await each.world.pass(250);
  await send(screen.token, 3, bytes(3, 1, 0, 0, 0, 0, 3, 0, 1, 176), VIEWER);
  await each.world.pass(250);
  const before = count();
  await send(screen.token, 4, bytes(3, 1, 0, 0, 0, 0, 3, 0, 1, 176), VIEWER);
  expect(await send(screen.token, 5, KEY("x"), VIEWER)).toEqual({ mayNotType: screen.mayNotType });
  await new Promise<void>((resolve) => setImmediate(resolve));
  expect(count()).toBe(before);
  expect((await audited()).at(-1)).toMatchObject({
    kind: "machine.openScreen",
    personName: "Vic",
    after: { types: false },
  });
});

it("judges at each part who types: another role or another site types no more", async () => {
  const screen = await open();
  await send(screen.token, 1, GREETING);
  const elsewhere = actorOf("Ada", "operator", ["00000000-0000-7000-8000-000000000000"]);
  expect((await send(screen.token, 2, KEY("x"), elsewhere)).mayNotType).toMatch(/may not change anything at/);
  expect((await send(screen.token, 3, KEY("x"), VIEWER)).mayNotType).toMatch(/is viewer/);
  expect(await send(screen.token, 4, KEY("x"))).toEqual({ mayNotType: null });
});

it("takes parts in order and each once; one that is missing ends it", async () => {
  const screen = await open();
  await send(screen.token, 1, GREETING);
  await send(screen.token, 1, GREETING);
  await send(screen.token, 2, KEY("x"));
  expect(await refused(send(screen.token, 4, KEY("y")))).toMatchObject({
    code: "conflict",
    field: "number",
    limit: "3",
  });
  expect(await screen.over).toBe("broken");
  expect(await refused(send(screen.token, 3, KEY("y")))).toMatchObject({ code: "not-found", field: "token" });
});

it("ends at what is not of the protocol", async () => {
  const screen = await open();
  expect(await refused(send(screen.token, 1, bytes("GET / HTTP/1.1")))).toMatchObject({ code: "invalid" });
  expect(await screen.over).toBe("broken");
});

it("is answered only to the session that opened it", async () => {
  const screen = await open();
  expect(await refused(send(screen.token, 1, GREETING, OPERATOR, "of another"))).toMatchObject({ code: "not-found" });
  expect(await refused(send("a guess", 1, GREETING))).toMatchObject({ code: "not-found" });
  await send(screen.token, 1, GREETING);
});

it(`opens ${SCREENS_A_SESSION} a session, and one more when one was closed`, async () => {
  const screens = await Promise.all(Array.from({ length: SCREENS_A_SESSION }, () => open()));
  expect(await refused(open())).toMatchObject({ code: "conflict", limit: `${SCREENS_A_SESSION} screens a session` });
  await open(OPERATOR, "of another");
  screens[0]?.close();
  await expect
    .poll(() =>
      open().then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
});

it("ends when nobody types for half an hour, and says in the audit log who looked, how long and why it ended", async () => {
  const screen = await open();
  await send(screen.token, 1, GREETING);
  await each.world.pass(IDLE_MS - 60_000, 30_000);
  await send(screen.token, 2, KEY("x"));
  await each.world.pass(120_000, 30_000);
  await send(screen.token, 3, UPDATE);
  await each.world.pass(IDLE_MS, 30_000);
  expect(await screen.over).toBe("idle");
  await expect.poll(async () => (await audited()).length).toBe(2);
  const [opened, closed] = await audited();
  expect(opened).toMatchObject({
    ...{ kind: "machine.openScreen", outcome: "done", personName: "Ada", subjectName: "ha-app", before: null },
    after: { host: screen.host, types: true },
  });
  expect(closed).toMatchObject({
    ...{ kind: "machine.closeScreen", outcome: "done", personName: "Ada", subjectName: "ha-app" },
    before: { host: screen.host },
    after: { because: "Nobody typed for 30 minutes." },
  });
  const openedAtMs = Number((closed?.before as { openedAtMs?: number } | undefined)?.openedAtMs);
  const endedAtMs = Number((closed?.after as { endedAtMs?: number } | undefined)?.endedAtMs);
  expect(endedAtMs - openedAtMs).toBeGreaterThan(IDLE_MS);
  expect(JSON.stringify(await audited())).not.toContain('"x"');
});

it("is not opened where the machine is off or this console reaches no host, and the action says so", async () => {
  const { desk, clock, db } = each.world;
  const { id } = await machine();
  const log = { info() {}, warn() {}, error() {} };
  const apart = makeScreens({ db, clock, log, orchestrators: [] });
  expect(await refused(apart.open({ machineId: id, session: SESSION }, OPERATOR))).toMatchObject({
    ...{ code: "unsupported", message: expect.stringContaining("This console does not speak to hosts") },
  });
  const action = async () => (await machine()).actions.find((one) => one.action === "screen");
  expect(await action()).toMatchObject({ label: "Screen", disabledBecause: null });
  await desk.verbs.stopMachine({ machineId: id, taskKey: "0198c0de-0000-7000-8000-000000000001" }, OPERATOR);
  await each.world.until(async () => (await action())?.disabledBecause !== null, "the machine is off");
  expect(await action()).toMatchObject({
    disabledBecause: "It does not run on a host of its pair: there is no screen.",
  });
  expect(await refused(open())).toMatchObject({ code: "illegal-transition" });
  expect((await audited()).length).toBe(0);
});

it("is told, and closed, when the machine moves and when the console stops", async () => {
  const { desk } = each.world;
  const { id, activeSide } = await machine();
  const screen = await open();
  await desk.verbs.switchActive(
    { machineId: id, to: activeSide === "a" ? "b" : "a", taskKey: "0198c0de-0000-7000-8000-000000000002" },
    OPERATOR,
  );
  let over = "";
  void screen.over.then((because) => {
    over = because;
  });
  await each.world.until(() => over !== "", "the end of the screen");
  expect(["moved", "ended"]).toContain(over);
  await each.world.until(
    async () => (await machine()).instances[activeSide === "a" ? "b" : "a"] === "Running",
    "the move",
  );
  const next = await open();
  expect(next.host).not.toBe(screen.host);
  await desk.screens.stop();
  expect(await next.over).toBe("stopped");
  expect((await audited()).at(-1)).toMatchObject({ after: { because: "The console was stopped." } });
});
