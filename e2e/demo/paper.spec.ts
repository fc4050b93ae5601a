import { machineNamed, pairNamed } from "../api";
import { allWell } from "../broken";
import { expect, open, test } from "../test";

test("a machine and a pair on paper say when and where that was known, and show nothing that can only be pressed", async ({
  page,
  world,
}) => {
  await allWell(world);
  const machine = await machineNamed(world, world.machine);
  const pair = await pairNamed(world, world.pair);
  for (const [path, name] of [
    [`/machines/${machine.id}`, world.machine],
    [`/pairs/${pair.id}`, world.pair],
  ] as const) {
    await open(page, path);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await expect(
      page.getByText(
        new RegExp(
          `^${name}, .+\\. As the console knew it on \\d{4}-\\d\\d-\\d\\d at \\d\\d:\\d\\d:\\d\\d UTC\\. http.+${path}$`,
        ),
      ),
    ).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
    await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
    await expect(page.getByRole("navigation")).toHaveCount(0);
    const scheme = await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    expect(scheme, "ink on paper, whatever the theme").toBe("light");
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, "pixels beyond the right edge").toBeLessThanOrEqual(0);
    await page.emulateMedia({ media: null, colorScheme: null });
  }
});

test("the console can be installed: its manifest and its icons are there, before anybody signs in", async ({
  browser,
  world,
}) => {
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await page.goto(`${world.url}/sign-in`);
  const href = await page.locator('link[rel="manifest"]').getAttribute("href");
  const manifest = await page.request.get(`${world.url}${href}`);
  expect(manifest.headers()["content-type"]).toContain("application/manifest+json");
  const { icons, start_url, display } = (await manifest.json()) as {
    icons: { src: string; type: string }[];
    start_url: string;
    display: string;
  };
  expect([start_url, display]).toEqual(["/", "standalone"]);
  expect(icons.length).toBeGreaterThanOrEqual(2);
  for (const { src, type } of icons) {
    const icon = await page.request.get(`${world.url}${src}`, { maxRedirects: 0 });
    expect([src, icon.status(), icon.headers()["content-type"]]).toEqual([src, 200, type]);
  }
  await context.close();
});
