import type { Page } from "@playwright/test";
import { machineNamed, pairNamed, query } from "../api";
import { test as base, expect, isAlive } from "../test";
import { storageStateOf } from "../world/sign-in";
import { openStill, STILL_AT_MS, type StillWorld } from "../world/still";

/** A fleet with a past, at a moment that does not pass: what is drawn of it is the same on every run. */
const test = base.extend<object, { still: StillWorld }>({
  still: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads the parameters of a fixture from this pattern
    async ({}, use) => {
      const still = await openStill();
      await use(still);
      await still.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ still }, use) => use(still.url),
  storageState: async ({ still }, use) => use(storageStateOf(still.url, still.cookie)),
});
test.use({ timezoneId: "UTC", locale: "en-GB" });

/** Each theme and each width, not each of both; no taller than tells whether its parts stand where they stood. */
const LOOKS = [
  { name: "desk-light", width: 1440, height: 1100, colorScheme: "light" },
  { name: "phone-dark", width: 390, height: 1400, colorScheme: "dark" },
] as const;

async function expectDrawn(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  for (const { name: look, width, height, colorScheme } of LOOKS) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // An edge may be smoothed otherwise on another processor; a part that moved, or lost its colour, is more than that.
    await expect(page).toHaveScreenshot(`${name}-${look}.png`, { maxDiffPixelRatio: 0.002 });
  }
}

interface Handled {
  readonly handledToday: readonly { readonly incidentId: string }[];
  readonly handledBefore: readonly { readonly incidentId: string }[];
}

const PAGES: Readonly<Record<string, (still: StillWorld) => string | Promise<string>>> = {
  overview: () => "/",
  machines: () => "/machines",
  machine: async (still) => `/machines/${(await machineNamed(still, "erp-db")).id}`,
  "machine-new": () =>
    "/machines/new?template=database&name=orders&vcpus=4&memory=16384&disk=204800&guest=linux&level=fault-tolerance",
  pairs: () => "/pairs",
  pair: async (still) => `/pairs/${(await pairNamed(still, "lit")).id}`,
  "pair-new": () => "/pairs/new?a=lit-c&b=lit-d&name=lit3&witness=witness-alb",
  "host-replacing": async (still) => {
    const { id } = await pairNamed(still, "lit");
    const { hosts } = await query<{ hosts: { b: { id: string } } }>(still, "pair.get", { pairId: id });
    return `/pairs/${id}/replace?host=${hosts.b.id}&with=lit-c`;
  },
  sites: () => "/sites",
  faults: () => "/faults",
  incident: async (still) => {
    const { handledToday, handledBefore } = await query<Handled>(still, "overview.get");
    return `/incidents/${[...handledToday, ...handledBefore][0]?.incidentId}`;
  },
  policies: () => "/policies",
  policy: async (still) => {
    const { policies } = await query<{ policies: { id: string; preset: string | null }[] }>(still, "policy.list");
    return `/policies/${policies.find(({ preset }) => preset === "high-availability")?.id}`;
  },
  people: () => "/people",
  audit: () => "/audit",
  account: () => "/account",
  work: () => "/work",
  "work-new": () => "/work/new",
  drills: () => "/drills",
  lab: () => "/lab",
};

test.beforeEach(({ page }) => page.clock.setFixedTime(STILL_AT_MS));

for (const [name, pathOf] of Object.entries(PAGES))
  test(`the page ${name} is drawn as it was`, async ({ page, still }) => {
    await page.goto(await pathOf(still));
    await isAlive(page);
    // The lab plays its run first.
    await expect(page.getByRole("status", { name: /^(Reading|The run is being played)/ })).toHaveCount(0);
    await expectDrawn(page, name);
  });

test.describe("to whoever is not signed in", () => {
  test.use({ storageState: { cookies: [], origins: [] } });
  test("the page sign-in is drawn as it was", async ({ page }) => {
    await page.goto("/sign-in");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectDrawn(page, "sign-in");
  });
});
