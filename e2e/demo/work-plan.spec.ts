import { plannedWork } from "../planned-work";
import { expect, expectAccessible, open, test } from "../test";

test("work on a host is planned, begun, reported as done and over when its machines are whole, through a reload", async ({
  page,
  world,
}) => {
  const chosen = (await plannedWork(world)).find(
    ({ work }) => work.cannotEnterBecause === null && work.machines.some(({ effect }) => effect === "moves"),
  );
  if (chosen === undefined) throw new Error("no host of the demo has a machine that can move");
  const { host } = chosen;
  await open(page, "/work");
  await page.getByRole("button", { name: "Plan work" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Firmware");
  await page.getByLabel("Hosts", { exact: true }).fill(host);
  await page.getByRole("button", { name: `Choose ${host}` }).click();
  await expect(page.getByRole("button", { name: `Take out ${host}` })).toBeVisible();
  await expect(page.getByRole("region", { name: "What it would mean" })).toContainText(/two copies again/);
  await test.step("what is missing is said under its field, and nothing that was filled in is lost", async () => {
    await page.getByRole("button", { name: "Plan it" }).click();
    await expect(page.getByText(/a reason has at least 3 characters/i)).toBeVisible();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Firmware");
  });
  // The whole page at once: what the bar at the foot half covers can be scrolled to, and would be taken for too small.
  await page.setViewportSize({ width: 1440, height: 2_000 });
  await expectAccessible(page);
  await page.getByLabel("Why", { exact: true }).fill("a new version of the firmware");
  await page.getByRole("button", { name: "Plan it" }).click();
  const step = page.getByRole("listitem", { name: host });
  await expect(step).toContainText("free to be worked on", { timeout: 120_000 });
  await page.reload();
  await expect(step).toContainText("may be switched off");
  await page.setViewportSize({ width: 390, height: 2_000 });
  await expectAccessible(page);
  await step.getByRole("button", { name: `The work on ${host} is done` }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("is done", { timeout: 240_000 });
  await page.goto("/work");
  await expect(page.getByRole("row", { name: /Firmware/ })).toContainText("1 of 1 host done");
});

test("a plan that waits for its window is paused, let go on and cancelled with a reason", async ({ page, world }) => {
  const chosen = (await plannedWork(world)).find(({ work }) => work.cannotEnterBecause === null);
  if (chosen === undefined) throw new Error("no host of the demo could be worked on");
  const { host, partner, pair } = chosen;
  await test.step("the page of a pair leads here with both of its hosts chosen", async () => {
    await open(page, `/pairs/${pair.id}`);
    await page.getByRole("link", { name: "Plan work on both, one after the other" }).click();
    await expect(page.getByRole("list", { name: "Chosen hosts" }).getByRole("listitem")).toHaveCount(2);
    await page.getByRole("button", { name: `Take out ${host}` }).click();
    await page.getByRole("button", { name: `Take out ${partner}` }).click();
  });
  await page.getByLabel("Name", { exact: true }).fill("Memory");
  await page.getByLabel("Why", { exact: true }).fill("more of it");
  await page.getByLabel("Hosts", { exact: true }).fill(host);
  await page.getByRole("button", { name: `Choose ${host}` }).click();
  await page.getByRole("button", { name: "in a window" }).click();
  await page.getByRole("checkbox", { name: "Saturday" }).uncheck();
  await page.getByRole("button", { name: "Plan it" }).click();
  await expect(page.getByText(/never opens: it has no weekday/)).toBeVisible();
  // Two days from now: it is not open, whenever this runs.
  const day = new Intl.DateTimeFormat("en", { weekday: "long" }).format(Date.now() + 2 * 86_400_000);
  await page.getByRole("checkbox", { name: day }).check();
  await page.getByRole("button", { name: "Plan it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("0 of 1 host done");
  await expect(page.getByText(/Its window opens on/)).toBeVisible();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("It stopped.")).toBeVisible();
  await page.getByRole("button", { name: "Let it go on" }).click();
  await expect(page.getByText(/Its window opens on/)).toBeVisible();
  await page.getByRole("button", { name: "Cancel the plan…" }).click();
  const dialog = page.getByRole("dialog", { name: "Cancel Memory" });
  await expect(dialog.getByRole("button", { name: "Cancel the plan" })).toHaveAccessibleDescription(/at least 3/);
  await dialog.getByLabel("Why").fill("not this week");
  await dialog.getByRole("button", { name: "Cancel the plan" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("was cancelled");
  await expect(page.getByRole("listitem", { name: host })).toContainText("Not begun: the plan was cancelled.");
});
