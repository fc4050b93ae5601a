import fc from "fast-check";
import { expect, it } from "vitest";
import { Agenda, emptyQueue } from "../src/event-queue";

const act = fc.oneof(
  fc.record({ do: fc.constant("schedule" as const), lane: fc.nat(4), inMs: fc.nat(20) }),
  fc.record({ do: fc.constant("take" as const) }),
);

it("takes what waits in many lanes in the order in which it would come out of one", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 200 }), (acts) => {
      const [lanes, one] = [emptyQueue<number>(), emptyQueue<number>()];
      const [many, single] = [new Agenda(lanes, () => false), new Agenda(one, () => false)];
      for (const [number, next] of acts.entries()) {
        if (next.do === "schedule") {
          many.schedule(`lane ${next.lane}`, next.inMs, number);
          single.schedule("", next.inMs, number);
        } else expect(many.take()).toEqual(single.take());
      }
      const stored = new Agenda<number>(JSON.parse(JSON.stringify(lanes)), () => false);
      for (let left = single.take(); left !== undefined; left = single.take()) {
        expect(many.peek()).toEqual(left);
        expect([many.take(), stored.take()]).toEqual([left, left]);
      }
      expect(many.take()).toBeUndefined();
    }),
    { numRuns: 200, seed: 4_711 },
  );
});

it("lets one lane stop, and go on later with all that waits in it", () => {
  const agenda = new Agenda<string>(emptyQueue(), () => false);
  agenda.schedule("stopped", 10, "first");
  agenda.schedule("stopped", 15, "second");
  agenda.schedule("other", 12, "meanwhile");
  agenda.stop("stopped");
  agenda.schedule("other", 500, "much later");
  expect(agenda.take()).toMatchObject({ event: "meanwhile" });
  expect(agenda.peek()).toMatchObject({ event: "much later" });
  agenda.goOn("stopped", 100, (event) => `${event}, late`);
  expect([agenda.take(), agenda.take(), agenda.take()]).toMatchObject([
    { atMs: 110, event: "first, late" },
    { atMs: 115, event: "second, late" },
    { atMs: 500, event: "much later" },
  ]);
});
