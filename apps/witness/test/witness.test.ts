import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import net from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CertificateAuthority } from "../../../lab/certificate-authority";
import { WitnessProcess } from "./witness-process";

/** The whole process: its certificates, its disk, its death. */
let witness: WitnessProcess;
let ids = 0;
const LEASE_MS = 60_000;

beforeEach(async () => {
  witness = new WitnessProcess(LEASE_MS);
  await witness.start();
});
afterEach(() => witness.dispose());

const renew = (pairRef: string, side: "a" | "b", term = 0) => ({
  ...{ kind: "renew", pairRef, side, term, requestId: `request-${ids++}`, fenced: [] },
});
const seat = (kind: "take-seat" | "settle", term: number) => ({
  ...{ kind, pairRef: "pair-1", side: "a", term, requestId: `request-${ids++}` },
  ...(kind === "settle" ? {} : { registers: [{ vmRef: "vm-1", epoch: 7, owner: "b", inSync: ["b"] }] }),
});
const change = (side: "a" | "b", expectEpoch: number, inSync: ("a" | "b")[], vmRef = "vm-1") => ({
  kind: "compare-and-set",
  term: 0,
  pairRef: "pair-1",
  side,
  requestId: `request-${ids++}`,
  changes: [{ changeId: `change-${ids++}`, vmRef, expectEpoch, next: { owner: side, inSync }, fenced: false }],
});
const won = (epoch: number) => ({ reply: { kind: "judged", results: [{ won: true, view: { register: { epoch } } }] } });

describe("a stranger", () => {
  it.each([
    ["without a certificate", () => null],
    [
      "with a certificate of another authority",
      () =>
        CertificateAuthority.create("authority of a test").issue([
          ["O", "v-available"],
          ["OU", "pair-1"],
          ["CN", "agent-a"],
        ]),
    ],
    [
      "with a certificate that is not an agent's",
      () =>
        witness.authority.issue([
          ["O", "v-available"],
          ["CN", "controller"],
        ]),
    ],
    [
      "with a certificate of another organization",
      () =>
        witness.authority.issue([
          ["O", "other"],
          ["OU", "pair-1"],
          ["CN", "agent-a"],
        ]),
    ],
  ])("%s gets nothing", async (_who, certificate) => {
    const client = await witness.connect(certificate()).catch(() => null);
    if (client === null) return; // not even a handshake
    client.say(`${JSON.stringify({ request: renew("pair-1", "a") })}\n`);
    expect(await client.hear()).toBeNull();
  });

  it("that speaks no TLS gets nothing, and the next caller is served", async () => {
    const heard = await new Promise<number>((resolve) => {
      let bytes = 0;
      const socket = net.connect(witness.port, "127.0.0.1", () => socket.write("GET / HTTP/1.1\r\n\r\n"));
      // The alert of the protocol is all there may be: a record of type 21.
      socket.on("data", (data) => {
        bytes += data[0] === 21 ? 0 : data.length;
      });
      socket.on("error", () => {});
      socket.on("close", () => resolve(bytes));
    });
    expect(heard).toBe(0);
    const client = await witness.connect(witness.certificateOf("pair-1", "a"));
    expect(await client.ask(renew("pair-1", "a"))).toMatchObject({ reply: { kind: "renewed", leaseMs: LEASE_MS } });
    client.close();
  });
});

describe("an agent", () => {
  it.each([
    ["another pair", renew("pair-2", "a"), "pairRef"],
    ["the other side", renew("pair-1", "b"), "side"],
  ])("that asks for %s is refused", async (_what, request, field) => {
    const client = await witness.connect(witness.certificateOf("pair-1", "a"));
    expect(await client.ask(request)).toMatchObject({
      requestId: request.requestId,
      refusal: { code: "invalid", field, message: expect.stringContaining("speaks for side a of pair pair-1") },
    });
    client.close();
  });

  it("that asks for what does not exist is told so; one that sends no frame is cut off", async () => {
    const client = await witness.connect(witness.certificateOf("pair-1", "a"));
    expect(await client.ask({ ...renew("pair-1", "a"), kind: "seize" })).toMatchObject({
      refusal: { code: "invalid" },
    });
    client.say("no frame\n");
    expect(await client.hear()).toBeNull();
  });

  it("sees its own pair's registers only", async () => {
    const one = await witness.connect(witness.certificateOf("pair-1", "a"));
    const two = await witness.connect(witness.certificateOf("pair-2", "a"));
    expect(await one.ask(change("a", 0, ["a"]))).toMatchObject(won(1));
    expect(await two.ask(renew("pair-2", "a"))).toMatchObject({ reply: { registers: [] } });
    one.close();
    two.close();
  });
});

describe("after kill -9", () => {
  it("has every change that it answered, under the same store id, also in the midst of a burst", async () => {
    const client = await witness.connect(witness.certificateOf("pair-1", "a"));
    const first = (await client.ask(renew("pair-1", "a"))) as { reply: { storeId: string } };
    const burst = Array.from({ length: 200 }, (_, index) => change("a", 0, ["a"], `vm-${index}`));
    for (const request of burst) client.say(`${JSON.stringify({ request })}\n`);
    const answered: string[] = [];
    while (answered.length < 60) {
      const frame = (await client.hear()) as { reply: { results: { vmRef: string; won: boolean }[] } };
      for (const result of frame.reply.results) if (result.won) answered.push(result.vmRef);
    }
    await witness.kill();
    await witness.start();
    const again = await witness.connect(witness.certificateOf("pair-1", "a"));
    const after = (await again.ask(renew("pair-1", "a"))) as {
      reply: { storeId: string; registers: { vmRef: string; register: { epoch: number } }[] };
    };
    expect(after.reply.storeId).toBe(first.reply.storeId);
    const kept = new Map(after.reply.registers.map((view) => [view.vmRef, view.register.epoch]));
    expect(answered.filter((vmRef) => kept.get(vmRef) !== 1)).toEqual([]);
    again.close();
  });

  it("counts leases that it no longer knows as granted in full", async () => {
    const a = await witness.connect(witness.certificateOf("pair-1", "a"));
    const b = await witness.connect(witness.certificateOf("pair-1", "b"));
    await a.ask(change("a", 0, ["a"]));
    await a.ask(change("a", 1, ["a", "b"]));
    await a.ask(renew("pair-1", "a"));
    expect(await b.ask(change("b", 2, ["b"]))).toMatchObject(won(3));
    await witness.kill();
    await witness.start();
    const again = await witness.connect(witness.certificateOf("pair-1", "b"));
    const { reply } = (await again.ask(renew("pair-1", "b"))) as {
      reply: { registers: { previousOwner: { side: string; fenced: boolean; leaseRemainingMs: number } }[] };
    };
    const previous = reply.registers[0]?.previousOwner;
    expect(previous).toMatchObject({ side: "a", fenced: false });
    // From its own start: a little of the full lease is gone by now, not all and not none.
    expect(previous?.leaseRemainingMs).toBeGreaterThan(LEASE_MS - 20_000);
    expect(previous?.leaseRemainingMs).toBeLessThanOrEqual(LEASE_MS);
    again.close();
  });
});

describe("a term", () => {
  it("that the hosts moved their registers in is held over kill -9, and no other one is answered in", async () => {
    const client = await witness.connect(witness.certificateOf("pair-1", "a"));
    expect(await client.ask(seat("take-seat", 3))).toMatchObject({ reply: { kind: "seated", begun: true } });
    await witness.kill();
    await witness.start();
    const again = await witness.connect(witness.certificateOf("pair-1", "a"));
    expect(await again.ask(renew("pair-1", "a", 2))).toMatchObject({ reply: { kind: "other-term" } });
    const register = { epoch: 7, owner: "b", inSync: ["b"] };
    expect(await again.ask(renew("pair-1", "a", 3))).toMatchObject({ reply: { registers: [{ register }] } });
    expect(await again.ask(seat("settle", 3))).toMatchObject({ reply: { kind: "seated", begun: true } });
    again.close();
  });

  it("that was settled as one that never begins does not begin, also after kill -9", async () => {
    const client = await witness.connect(witness.certificateOf("pair-1", "a"));
    expect(await client.ask(seat("settle", 3))).toMatchObject({ reply: { kind: "seated", begun: false } });
    await witness.kill();
    await witness.start();
    const again = await witness.connect(witness.certificateOf("pair-1", "a"));
    expect(await again.ask(seat("take-seat", 3))).toMatchObject({ reply: { kind: "seated", begun: false } });
    expect(await again.ask(seat("take-seat", 4))).toMatchObject({ reply: { kind: "seated", begun: true } });
    again.close();
  });
});

describe("a folder", () => {
  it("is refused to a second witness while the first one lives", async () => {
    await expect(witness.start()).rejects.toThrow(/Another witness uses/);
  });

  it("with a damaged register is refused", async () => {
    const client = await witness.connect(witness.certificateOf("pair-1", "a"));
    expect(await client.ask(change("a", 0, ["a"]))).toMatchObject(won(1));
    await witness.kill();
    const folder = `${witness.directory}/state/registers`;
    const [name = ""] = readdirSync(folder);
    const text = readFileSync(`${folder}/${name}`, "utf8");
    expect(text).toContain('"epoch":1');
    writeFileSync(`${folder}/${name}`, text.replace('"epoch":1', '"epoch":9'));
    await expect(witness.start()).rejects.toThrow(/is damaged/);
  });
});
