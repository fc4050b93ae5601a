import { readFile } from "node:fs/promises";
import { ask, machineNamed } from "../api";
import { expect, expectAccessible, open, test } from "../test";
import { demoOf } from "../world/demo";
import { becomeInDemo, signInToDemo } from "../world/sign-in";

test("what was done and refused is found, opened, verified and taken along", async ({ page, world }) => {
  const { id: machineId } = await machineNamed(world, world.machine);
  await ask(world, "policy.label", { machineId, labels: ["audited"] });
  const viewer = { ...world, cookie: await signInToDemo(world.url, "viewer") };
  expect((await ask(viewer, "policy.label", { machineId, labels: [] })).refusal).toMatchObject({ code: "forbidden" });

  await open(page, "/account");
  await page.getByRole("link", { name: /^Audit/ }).click();
  const table = page.getByRole("table", { name: "Audit log" });
  await expect(page.getByRole("heading", { level: 1 })).toContainText("The chain was not verified yet.");
  await expect(table).toContainText("Sign in");
  await page.getByLabel("Subject").fill(world.machine.slice(0, 6));
  await page.getByLabel("Kind").selectOption("Label a machine");
  await expect(table.getByRole("row").filter({ hasText: "Sign in" })).toHaveCount(0);
  await expect(table.getByRole("row").nth(1)).toContainText("Refused");
  await table
    .getByRole("button", { name: `Label a machine: ${world.machine}` })
    .first()
    .click();
  await expect(table).toContainText("demo viewer is viewer and may not change policies.");
  await table
    .getByRole("button", { name: `Label a machine: ${world.machine}` })
    .nth(1)
    .click();
  await expect(table.getByRole("table", { name: "What it changed" })).toContainText("labels");
  await expect(table.getByRole("cell", { name: "audited", exact: true })).toBeVisible();
  await expectAccessible(page);

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "JSON Lines" }).click();
  const file = await (await download).path();
  const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
  // Others may have labelled it before.
  expect(lines.map((line) => JSON.parse(line).outcome).slice(-2)).toEqual(["done", "refused"]);

  await page.getByRole("button", { name: "Verify the chain" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/Chain verified up to entry \d+ at/);
  await page.getByLabel("Subject").fill("nobody has this name");
  await expect(page.getByText("No entry is like this.")).toBeVisible();
  await page.getByRole("button", { name: "Show all entries" }).click();
  await expect(table).toContainText("Verify the audit log");
  await expect(page).toHaveURL(/\/audit$/);
});

test("on a phone and cut off, it stays what it was, hatched, and is verified by nobody", async ({ page, world }) => {
  const demo = demoOf(world);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  await open(page, "/");
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("link", { name: "Audit: who did what" }).click();
  const table = page.getByRole("table", { name: "Audit log" });
  await expect(table).toContainText("Sign in");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await expectAccessible(page);
  demo.freezeConsole();
  try {
    const verify = page.getByRole("button", { name: "Verify the chain" });
    await expect(verify).toHaveAttribute("aria-disabled", "true");
    await expect(table.locator("xpath=..")).toHaveClass("stale");
  } finally {
    demo.thawConsole();
  }
  await expect(page.getByRole("button", { name: "Verify the chain" })).not.toHaveAttribute("aria-disabled", "true");
});

test("whoever may not read it is told who may", async ({ page, world }) => {
  const cookie = await becomeInDemo(page.context(), world.url, "operator");
  await open(page, "/audit");
  await expect(page.getByRole("main").getByRole("alert")).toContainText("This page is for administrators and owners.");
  await expect(page.getByRole("main").getByRole("alert")).toContainText(
    "demo operator is operator and may not read the audit log.",
  );
  await expect(page.getByRole("table")).toHaveCount(0);
  const input = encodeURIComponent("{}");
  const answer = await fetch(`${world.url}/api/trpc/audit.list?input=${input}`, { headers: { cookie } });
  expect(answer.status).toBe(403);
});
