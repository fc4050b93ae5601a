import { expect, it } from "vitest";
import { auditChanges } from "./audit-change";

it("names what differs, field by field, with what was there and what is", () => {
  expect(
    auditChanges(
      { power: "off", policy: { name: "tills", restartPriority: 3, drop: { every: 7 } }, labels: [], same: [1] },
      { power: "on", policy: { name: "tills", restartPriority: 1 }, labels: ["core", "till"], same: [1], until: 0 },
    ),
  ).toEqual([
    { path: "power", before: "off", after: "on" },
    { path: "policy.restartPriority", before: "3", after: "1" },
    { path: "labels", before: "none", after: "core, till" },
    { path: "until", before: null, after: "0" },
    { path: "policy.drop.every", before: "7", after: null },
  ]);
});

it("finds nothing between equals, and all of what was made or is gone", () => {
  expect(auditChanges({ a: null, b: [{ c: 1 }] }, { b: [{ c: 1 }] })).toEqual([]);
  expect(auditChanges(null, { name: "one" })).toEqual([{ path: "name", before: null, after: "one" }]);
  expect(auditChanges({ name: "one" }, null)).toEqual([{ path: "name", before: "one", after: null }]);
});
