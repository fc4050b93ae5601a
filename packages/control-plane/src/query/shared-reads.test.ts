import { expect, test } from "vitest";
import { SharedReads } from "./shared-reads";

/** Reads that end when told to. */
function reads() {
  const ends: { answer: (value: string) => void; fail: (error: Error) => void }[] = [];
  const read = () => new Promise<string>((answer, fail) => void ends.push({ answer, fail }));
  return { ends, read };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

test("questions asked together share one read", async () => {
  const shared = new SharedReads();
  const { ends, read } = reads();
  const answers = [shared.ask("overview", read), shared.ask("overview", read)];
  await settle();
  expect(ends).toHaveLength(1);
  ends[0]?.answer("now");
  expect(await Promise.all(answers)).toEqual(["now", "now"]);
});

test("a question never joins a read that has begun, and those that wait share the next", async () => {
  const shared = new SharedReads();
  const { ends, read } = reads();
  const first = shared.ask("overview", read);
  await settle();
  const later = [shared.ask("overview", read), shared.ask("overview", read)];
  await settle();
  expect(ends).toHaveLength(1);
  ends[0]?.answer("before the change");
  expect(await first).toBe("before the change");
  await settle();
  expect(ends).toHaveLength(2);
  ends[1]?.answer("after it");
  expect(await Promise.all(later)).toEqual(["after it", "after it"]);
});

test("a failure is for those who asked, and the next read begins anew", async () => {
  const shared = new SharedReads();
  const { ends, read } = reads();
  const first = shared.ask("overview", read);
  await settle();
  const second = shared.ask("overview", read);
  ends[0]?.fail(new Error("the database is gone"));
  await expect(first).rejects.toThrow("the database is gone");
  await settle();
  ends[1]?.answer("back");
  expect(await second).toBe("back");
});

test("different questions do not wait for each other", async () => {
  const shared = new SharedReads();
  const { ends, read } = reads();
  const one = shared.ask("overview", read);
  const other = shared.ask("machine 1", read);
  await settle();
  expect(ends).toHaveLength(2);
  ends[1]?.answer("other");
  expect(await other).toBe("other");
  ends[0]?.answer("one");
  expect(await one).toBe("one");
});
