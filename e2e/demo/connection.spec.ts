import type { Page } from "@playwright/test";
import { expect, open, test } from "../test";
import { demoOf } from "../world/demo";

const COMES = { timeout: 60_000 };

const stripOf = (page: Page) =>
  page.getByRole("status").filter({ hasText: /^The console has not heard from anything since \d\d:\d\d:\d\d\./ });

test("a server that falls silent is told on top, what needs it is off with the reason, and both end by themselves", async ({
  page,
  world,
}) => {
  const demo = demoOf(world);
  await open(page, "/machines");
  const create = page.getByRole("button", { name: "Create machine…" });
  demo.freezeConsole();
  try {
    await expect(stripOf(page)).toContainText("The hosts go on deciding without it.");
    await expect(create).toHaveAttribute("aria-disabled", "true");
    await expect(create).toHaveAccessibleDescription(/^The console has not heard from anything since/);
    await create.click({ force: true });
    await expect(page).toHaveURL(/\/machines$/);
    await expect(page.getByRole("table", { name: "Machines" }), "the last known state stays").toBeVisible();
  } finally {
    demo.thawConsole();
  }
  await expect(stripOf(page)).toBeHidden(COMES);
  await create.click();
  await expect(page).toHaveURL(/\/machines\/new$/);
});

test("a page chosen while the server is away is opened when it is back; until then what is known stays", async ({
  page,
  world,
}) => {
  const demo = demoOf(world);
  await open(page, "/machines");
  await demo.killConsole();
  try {
    const main = page.getByRole("navigation", { name: "Main", exact: true });
    await main.getByRole("link", { name: "Pairs" }).click();
    await expect(stripOf(page)).toContainText("and then opens the page that you chose");
    await expect(page.getByRole("table", { name: "Machines" })).toBeVisible();
    await expect(page).toHaveURL(/\/machines$/);
  } finally {
    await demo.startConsole();
  }
  await expect(page).toHaveURL(/\/pairs$/, COMES);
  await expect(stripOf(page)).toBeHidden(COMES);
});

test("what can't be read is an error with its reason, never an empty list, however often it is asked, and is read by itself", async ({
  page,
}) => {
  const list = "**/api/trpc/machine.find*";
  await open(page, "/");
  await page.route(list, (route) => route.abort());
  let asked = 0;
  page.on("requestfailed", (request) => {
    if (request.url().includes("/machine.find")) asked++;
  });
  await page.getByRole("navigation", { name: "Main", exact: true }).getByRole("link", { name: "Machines" }).click();
  const failure = page.getByRole("alert").filter({ hasText: "The list of machines could not be read." });
  await expect(failure).toContainText("Nothing was changed.");
  await expect(failure.getByRole("button", { name: "Ask again" })).toBeVisible();
  await expect(page.getByText("There is no machine yet.")).toHaveCount(0);
  await test.step("the stream, which lives, has it asked anew; the error stays in sight meanwhile", async () => {
    const before = asked;
    while (asked < before + 6) expect(await failure.isVisible()).toBe(true);
  });
  await page.unroute(list);
  await expect(page.getByRole("table", { name: "Machines" })).toBeVisible(COMES);
});
