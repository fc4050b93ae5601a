import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { ConsoleProcess, freePort } from "../world/console-process";
import { becomeInDemo } from "../world/sign-in";

let directory = "";
let console_: ConsoleProcess;

test.beforeAll(async () => {
  test.slow();
  directory = await mkdtemp(path.join(os.tmpdir(), "v-available-past-"));
  console_ = new ConsoleProcess({ PORT: String(await freePort()), DATA_DIR: directory, SIMULATOR_PACE: "brisk" });
  await console_.start();
});

test.beforeEach(async ({ context }) => {
  await becomeInDemo(context, console_.url, "owner");
});

test.afterAll(async () => {
  await console_.end("SIGKILL");
  await rm(directory, { recursive: true, force: true });
});

test.describe("the past of a new demo", () => {
  test("is told of in one line at the first start", () => {
    expect(console_.output).toMatch(/^The simulated fleet lives through its last 90 days first: \d+ faults.*\.\n/);
  });

  test("shows a host that was lost, with what caused what and the day on which that was", async ({ page }) => {
    await page.goto(`${console_.url}/faults?q=host-power-loss`);
    const onAnotherDay = page.getByRole("row").filter({ hasText: /\d{1,2} [A-Z][a-z]+ \d{2}:\d{2}/ });
    const row = onAnotherDay.filter({ hasText: "host-power-loss" }).first();
    await expect(row).toContainText("cleared");
    await row.click();
    await page.getByRole("link", { name: /^INC-\d+$/ }).click();

    await expect(page.getByRole("heading", { level: 1 })).toContainText(/is lost.*Redundancy was restored after/s);
    for (const phase of ["Detected", "Decided", "Acted", "Redundancy restored"])
      await expect(page.getByText(phase, { exact: true })).toBeVisible();
    await expect(page.getByText(/^\d{1,2} [A-Z][a-z]+ \d{2}:\d{2}:\d{2}\.\d{3}$/)).toBeVisible();
    await expect(page.getByText("handled without a person")).toBeVisible();
    const evidence = page.getByRole("table", { name: "Evidence" });
    await expect(evidence).toContainText("has not been heard on any path");
    await expect(evidence).toContainText(/goes on (alone|from memory) on/);
    await expect(evidence).toContainText("is over. Every machine has the redundancy declared for it again.");
  });

  test("leaves nothing open, and the overview says what was handled", async ({ page }) => {
    await page.goto(console_.url);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("All 54 machines are protected.");
    await expect(page.getByRole("region", { name: "No incident runs" })).toContainText("The last one began at");
    await expect(
      page
        .getByRole("table", { name: /^Handled (today|before)$/ })
        .getByRole("link")
        .first(),
    ).toBeVisible();
  });
});
