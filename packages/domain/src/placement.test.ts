import { describe, expect, it } from "vitest";
import { HIGH_AVAILABILITY, REMOTE_AVAILABILITY, UNPROTECTED } from "./level";
import { available, facts, host } from "./pair.fixture";
import type { PairWithMachines } from "./pair-facts";
import { PLACES_COUNTED_TO, placementOf } from "./placement";
import { freerSide, type ThoughtOfMachine } from "./room";

const GIB = 1024;
const CAPABLE = { "high-availability": { supported: true }, "remote-availability": { supported: true } } as const;
const ask: ThoughtOfMachine = { vcpus: 1, memoryMiB: 32 * GIB, protection: HIGH_AVAILABILITY };
const pairOf = (name: string, memoryGiB: number, machines: PairWithMachines["machines"] = []) => ({
  name,
  facts: facts({
    hosts: { a: host("a", { memoryMiB: memoryGiB * GIB }), b: host("b", { memoryMiB: memoryGiB * GIB }) },
    machines,
  }),
  capabilities: CAPABLE,
});
const ranking = (thought: ThoughtOfMachine, pairs: readonly ReturnType<typeof pairOf>[]) =>
  placementOf(thought, pairs).ranked.map(({ pair, room }) => [pair.name, room.fits]);

describe("where a machine has room", () => {
  it("puts the pair first that takes most of them with a host lost, and those that refuse it last", () => {
    const pairs = [pairOf("little", 64), pairOf("none", 16), pairOf("much", 256)];
    expect(ranking(ask, pairs)).toEqual([
      ["much", 8],
      ["little", 2],
      ["none", 0],
    ]);
  });

  it("counts what is there already", () => {
    const full = { ...available(), memoryMiB: 240 * GIB };
    expect(ranking(ask, [pairOf("full", 256, [full]), pairOf("little", 64)])).toEqual([
      ["little", 2],
      ["full", 0],
    ]);
  });

  it("gives up counting where nobody compares any more", () => {
    expect(ranking({ ...ask, memoryMiB: 96 }, [pairOf("much", 256)])).toEqual([["much", PLACES_COUNTED_TO]]);
  });

  it("finds the pairs that take it behind those that have more memory and refuse it", () => {
    const oneSite = Array.from({ length: 20 }, (_, at) => pairOf(`one-${at}`, 512));
    const spread = pairOf("two", 128);
    const twoSites = {
      ...spread,
      facts: {
        ...spread.facts,
        hosts: { ...spread.facts.hosts, b: host("b", { memoryMiB: 128 * GIB, siteRef: "far" }) },
      },
    };
    const { ranked, asked } = placementOf({ ...ask, protection: REMOTE_AVAILABILITY }, [...oneSite, twoSites]);
    expect(ranked[0]).toMatchObject({ pair: { name: "two" }, room: { fits: 4 } });
    expect(ranked).toHaveLength(6);
    expect(asked).toBe(21);
  });

  it("asks no more than it has to", () => {
    const pairs = Array.from({ length: 500 }, (_, at) => pairOf(`p${at}`, 256));
    expect(placementOf(ask, pairs).asked).toBe(6);
    expect(placementOf({ ...ask, memoryMiB: 999 * GIB }, pairs).asked).toBe(200);
  });
});

describe("the side that a machine begins on", () => {
  const carried = { ...available(), activeSide: "a" as const, memoryMiB: 64 * GIB };
  it("is the one with more memory left", () => {
    expect(freerSide(facts({ machines: [carried] }))).toBe("b");
    expect(freerSide(facts({ machines: [] }))).toBe("a");
  });
  it("is never one that does not serve", () => {
    const hosts = { a: host("a"), b: host("b", { state: "Maintenance" }) };
    expect(freerSide(facts({ hosts, machines: [{ ...carried, declared: UNPROTECTED }] }))).toBe("a");
  });
});
