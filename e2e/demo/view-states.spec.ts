import type { Page } from "@playwright/test";
import { allWell } from "../broken";
import { expect, expectAccessible, open, test } from "../test";
import type { World } from "../world/world";

const LOOKS = [
  { viewport: { width: 1440, height: 900 }, colorScheme: "light" },
  { viewport: { width: 390, height: 844 }, colorScheme: "dark" },
] as const;
const COMES = { timeout: 30_000 };

/** Where a page is opened from inside the browser, and by which link: it comes without its data then, and has to ask for all of it. */
interface Way {
  readonly from: string;
  readonly link: string;
}

const waysIn = ({ machine, pair }: World): Way[] => [
  ...["Overview", "Machines", "Pairs", "Faults", "Drills", "Policies"].map((link) => ({ from: "/account", link })),
  { from: "/machines", link: machine },
  { from: "/pairs", link: pair },
];

async function turnTo(page: Page, { link }: Way): Promise<void> {
  await page.setViewportSize(LOOKS[0].viewport);
  const main = page.getByRole("navigation", { name: "Main", exact: true });
  const there = main.getByRole("link", { name: link });
  await ((await there.count()) > 0
    ? there
    : page.getByRole("main").getByRole("link", { name: link, exact: true }).first()
  ).click();
}

const asked = (url: URL): boolean => url.pathname.startsWith("/api/trpc/") && !/\/(live|system)\./.test(url.pathname);

async function expectAccessibleEverywhere(page: Page): Promise<void> {
  for (const { viewport, colorScheme } of LOOKS) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expectAccessible(page);
  }
}

test("every page that waits says what it reads, and nothing of what it will show", async ({ page, world }) => {
  test.slow();
  await allWell(world);
  for (const way of waysIn(world))
    await test.step(way.link, async () => {
      await open(page, way.from);
      let release = (): void => {};
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      await page.route(asked, async (route) => {
        await released;
        await route.continue();
      });
      await turnTo(page, way);
      const bars = page.getByRole("main").getByRole("status", { name: /^Reading the | being read$/ });
      await expect(bars.first()).toBeAttached();
      await expect(page.getByRole("main").getByRole("row")).toHaveCount(0);
      await expectAccessibleEverywhere(page);
      release();
      await expect(bars).toHaveCount(0, COMES);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
      await page.unroute(asked);
    });
});

test("every page that can't be read says so, with what is left as it was, and is read at the press of a button", async ({
  page,
  world,
}) => {
  test.slow();
  for (const way of waysIn(world))
    await test.step(way.link, async () => {
      await open(page, way.from);
      await page.route(asked, (route) =>
        route.fulfill({ status: 500, contentType: "text/html", body: "<h1>500</h1>" }),
      );
      await turnTo(page, way);
      const failure = page.getByRole("alert").filter({ hasText: "could not be read." });
      await expect(failure.first()).toContainText(/Nothing was changed\.|machines are not concerned\./);
      await expectAccessibleEverywhere(page);
      await page.unroute(asked);
      // What changes meanwhile has it asked anew as well: a button may be gone before it is pressed.
      await expect(async () => {
        const again = failure.getByRole("button", { name: "Ask again" }).first();
        if ((await again.count()) > 0) await again.click({ timeout: 1_000 });
        await expect(failure).toHaveCount(0, { timeout: 2_000 });
      }).toPass(COMES);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    });
});
