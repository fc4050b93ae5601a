import type { Page } from "@playwright/test";
import { machineNamed, pairNamed, query } from "../api";
import { allWell, whileHostLost } from "../broken";
import { expect, expectAccessible, open, test } from "../test";
import type { World } from "../world/world";

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const LOOKS = [
  { viewport: DESKTOP, colorScheme: "light" },
  { viewport: PHONE, colorScheme: "dark" },
] as const;

/** What says something else while a host is lost. */
async function changing(world: World): Promise<string[]> {
  const machine = await machineNamed(world, world.machine);
  const pair = await pairNamed(world, world.pair);
  const { hosts } = await query<{ hosts: { b: { id: string } } }>(world, "pair.get", { pairId: pair.id });
  return [
    "/",
    "/machines",
    `/machines/${machine.id}`,
    "/pairs",
    `/pairs/${pair.id}`,
    `/pairs/${pair.id}/replace?host=${hosts.b.id}&with=lit-c`,
    "/faults",
    "/work/new",
  ];
}

const SAME = [
  "/machines/new?template=database&name=a&vcpus=4&memory=9999999&disk=20480&guest=linux&level=fault-tolerance",
  "/pairs/new?a=lit-c&b=lit-d&name=lit3&witness=witness-alb",
  "/sites",
  "/drills",
  "/work",
  "/no-such-page",
];

/** Loaded once: theme and width change under it, as they do on a real screen. Each theme and each width, not each of both. */
async function expectAccessibleEverywhere(page: Page): Promise<void> {
  for (const { viewport, colorScheme } of LOOKS) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // The whole page at once: what the bar at the foot half covers can be scrolled to, and would be taken for too small.
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width: viewport.width, height: Math.max(height, viewport.height) });
    await test.step(`${viewport.width} wide, ${colorScheme}`, () => expectAccessible(page));
  }
  await page.setViewportSize(DESKTOP);
}

async function visitAll(page: Page, paths: readonly string[]): Promise<void> {
  for (const path of paths)
    await test.step(path.replace(/[0-9a-f-]{36}/, "…"), async () => {
      await open(page, path);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
      await expectAccessibleEverywhere(page);
    });
}

test.describe("WCAG 2.2 AA, in both themes, on a desk and on a phone", () => {
  test("every page while all is well", async ({ page, world }) => {
    test.slow();
    await allWell(world);
    await visitAll(page, [...(await changing(world)), ...SAME]);
  });

  test("every page while a host is lost", async ({ page, world }) => {
    test.slow();
    await whileHostLost(world, "a", async () => {
      await open(page, "/");
      await expect(page.getByRole("region", { name: /^INC-\d+/ })).toBeVisible({ timeout: 30_000 });
      const { incidents } = await query<{ incidents: { id: string }[] }>(world, "overview.get");
      await visitAll(page, [...(await changing(world)), `/incidents/${incidents[0]?.id}`]);
    });
  });

  test("what floats, and the fault lab", async ({ page, world }) => {
    const machine = await machineNamed(world, world.machine);
    const opened: readonly [path: string, button: string][] = [
      [`/machines/${machine.id}`, "Change level"],
      ["/pairs", "Plan pairs for servers"],
      [`/machines/${machine.id}`, "Stop"],
      ["/", "Keys"],
      ["/", "Inject a fault"],
    ];
    for (const [path, name] of opened) {
      await open(page, path);
      await page.getByRole("button", { name, exact: true }).click();
      await expectAccessibleEverywhere(page);
    }
  });
});
