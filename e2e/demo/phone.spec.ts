import type { Page } from "@playwright/test";
import { machineNamed, pairNamed } from "../api";
import { noneStands, whileWitnessLost } from "../broken";
import { expect, open, test } from "../test";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

const tabsOf = (page: Page) => page.getByRole("navigation", { name: "Main, phone" });

test("five tabs lie below, within reach of a thumb, and lead everywhere", async ({ page }) => {
  await open(page, "/");
  const tabs = tabsOf(page);
  const entries = tabs.getByRole("link").or(tabs.getByRole("button"));
  await expect(entries).toHaveCount(5);
  for (const entry of await entries.all()) {
    const box = await entry.boundingBox();
    expect(box?.height, "height of a target").toBeGreaterThanOrEqual(44);
    expect(box?.width, "width of a target").toBeGreaterThanOrEqual(44);
  }
  for (const [name, path] of [
    ["Machines", "/machines"],
    ["Pairs", "/pairs"],
    ["Faults", "/faults"],
    ["Overview", "/"],
  ] as const) {
    await tabs.getByRole("link", { name }).tap();
    await expect(page).toHaveURL(new RegExp(`${path}$`));
    await expect(tabs.getByRole("link", { name })).toHaveAttribute("aria-current", "page");
  }
  await tabs.getByRole("button", { name: "More" }).tap();
  const more = page.getByRole("dialog", { name: "More" });
  await expect(more).toContainText("Theme");
  await more.getByRole("button", { name: "Inject a fault into the simulated fleet" }).tap();
  await expect(
    page.getByRole("complementary", { name: "Fault lab" }).getByLabel("Fault", { exact: true }),
  ).toBeVisible();
});

test("no page is wider than the phone", async ({ page, world }) => {
  const machine = await machineNamed(world, world.machine);
  const pair = await pairNamed(world, world.pair);
  for (const path of [
    "/",
    "/machines",
    `/machines/${machine.id}`,
    `/machines/${machine.id}/screen`,
    "/pairs",
    `/pairs/${pair.id}`,
    "/faults",
    "/drills",
    "/work",
    "/work/new",
    "/lab",
  ]) {
    await open(page, path);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide, `width of ${path}`).toBeLessThanOrEqual(390);
  }
});

test("the answer to a filter stands below what was typed, whole", async ({ page }) => {
  await open(page, "/machines");
  const field = page.getByRole("combobox", { name: "Filter" });
  await field.fill("colour:blue");
  const answer = page.getByRole("main").getByRole("status").filter({ hasText: "There is no field “colour”" });
  await expect(answer).toBeVisible();
  const [typed, told] = await Promise.all([field.boundingBox(), answer.boundingBox()]);
  expect(typed?.width).toBeGreaterThan(250);
  expect(told?.y).toBeGreaterThanOrEqual((typed?.y ?? 0) + (typed?.height ?? 0) - 1);
  expect((told?.x ?? 0) + (told?.width ?? 0)).toBeLessThanOrEqual(390);
});

test("an alarm is opened, acknowledged above the tabs, and undone", async ({ page, world }) => {
  await noneStands(world, "witness-lost");
  await open(page, "/");
  await whileWitnessLost(world, async () => {
    const needs = page.getByRole("region", { name: "Needs a person" });
    await needs
      .getByRole("link", { name: /^Bring the witness/ })
      .first()
      .tap({ timeout: 30_000 });
    const panel = page.getByRole("region", { name: /^Witness lost/ });
    const button = panel.getByRole("button", { name: /^Acknowledge/ });
    await expect(button).toBeInViewport({ ratio: 1 });
    const [box, tabs] = await Promise.all([button.boundingBox(), tabsOf(page).boundingBox()]);
    expect(box?.height, "height of the button").toBeGreaterThanOrEqual(56);
    expect((box?.y ?? 0) + (box?.height ?? 0), "its lower edge, against the tabs").toBeLessThanOrEqual(tabs?.y ?? 0);
    await button.tap();
    await expect(panel.getByRole("button", { name: /^Acknowledged .*, undo/ })).toBeVisible();
    await panel.getByRole("button", { name: /^Acknowledged .*, undo/ }).tap();
    await expect(panel.getByRole("button", { name: /^Acknowledge/ })).toBeVisible();
    await panel.getByRole("button", { name: "Faults" }).tap();
    await expect(
      page
        .getByRole("row")
        .filter({ has: page.getByRole("button", { name: "witness-lost" }) })
        .first(),
    ).toBeVisible();
  });
});
