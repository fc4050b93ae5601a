import { expect, it } from "vitest";
import { inputOf, NO_FILTER } from "./audit-filter";

it("asks for everything where nothing is said", () => {
  expect(inputOf(NO_FILTER, "")).toEqual({
    person: "",
    kind: null,
    outcome: null,
    subject: "",
    fromMs: null,
    untilMs: null,
    before: null,
  });
});

it("takes what an address says, in the reader's zone, and nothing that it cannot mean", () => {
  const text = { ...NO_FILTER, person: " Ada ", kind: "machine.start", outcome: "refused", from: "2026-11-27T10:00" };
  expect(inputOf(text, "51")).toMatchObject({
    person: "Ada",
    kind: "machine.start",
    outcome: "refused",
    fromMs: new Date(2026, 10, 27, 10).getTime(),
    before: 51,
  });
  expect(inputOf({ ...NO_FILTER, kind: "toString", outcome: "won", until: "soon" }, "-1")).toEqual(
    inputOf(NO_FILTER, ""),
  );
});
