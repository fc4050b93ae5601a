import { randomUUID } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { ask, machineNamed, query } from "../api";
import { allWell } from "../broken";
import { expect, expectAccessible, isAlive, open, test } from "../test";
import { signInToDemo, storageStateOf } from "../world/sign-in";

/** Of a row of letters on a simulated screen, counted from above: how many of its dots are lit. */
const lit = (frame: Locator, row: number) =>
  frame.evaluate((element, at) => {
    const canvas = element.querySelector("canvas");
    const context = canvas?.getContext("2d");
    if (!canvas || !context || canvas.width === 0) return 0;
    const { data } = context.getImageData(0, at * 18, canvas.width, 18);
    let count = 0;
    for (let pixel = 0; pixel < data.length; pixel += 4) if ((data[pixel] ?? 0) > 100) count++;
    return count;
  }, row);
/** Where a guest that has just been looked at waits for what is typed. */
const PROMPT = 6;

const screenOf = (page: Page) => page.getByRole("application");
async function openScreen(page: Page, machineId: string): Promise<void> {
  await open(page, `/machines/${machineId}/screen`);
  await expect(page.getByText(/^Connected to /)).toBeVisible();
  await expect.poll(() => lit(screenOf(page), PROMPT)).toBeGreaterThan(0);
}

test("what is typed shows on the screen, letter by letter, and is answered", async ({ page, world }) => {
  const { id } = await machineNamed(world, "tide-log");
  await openScreen(page, id);
  const screen = screenOf(page);
  const empty = await lit(screen, PROMPT);

  await page.keyboard.type("xxx");
  await page.getByRole("button", { name: "Type at the machine" }).click();
  await page.keyboard.type("hh");
  await expect.poll(() => lit(screen, PROMPT)).toBeGreaterThan(empty);
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await expect.poll(() => lit(screen, PROMPT), "what was typed before the keys were caught is not there").toBe(empty);

  await page.keyboard.type("hostname");
  await page.keyboard.press("Enter");
  await expect.poll(() => lit(screen, PROMPT + 1)).toBeGreaterThan(0);

  await page.keyboard.press("Control+F10");
  await page.getByRole("button", { name: "Ctrl+Alt+Del" }).click();
  await expect.poll(() => lit(screen, PROMPT + 3)).toBeGreaterThan(0);

  await page.getByRole("button", { name: "Text", exact: true }).click();
  await page.getByLabel("Text for the machine").fill("clear\n");
  await page.getByRole("button", { name: "Type it" }).click();
  await expect.poll(() => lit(screen, PROMPT + 3)).toBe(0);
});

test("a viewer looks and types nothing, and is told whom to ask", async ({ browser, world }) => {
  const { id } = await machineNamed(world, "tide-log");
  const cookie = await signInToDemo(world.url, "viewer");
  const context = await browser.newContext({ baseURL: world.url, storageState: storageStateOf(world.url, cookie) });
  const page = await context.newPage();
  await openScreen(page, id);
  await expect(
    page.getByText(/You look only: .* may not type at the screens of machines\. Ask somebody who is operator\./),
  ).toBeVisible();
  await expect(page.getByRole("button", { name: "Type at the machine" })).toHaveAttribute("aria-disabled", "true");
  const empty = await lit(screenOf(page), PROMPT);
  await screenOf(page).click();
  await page.keyboard.type("hhh");
  // The picture moves on with the guest's own clock: whatever was typed would be in it by then.
  const clock = await lit(screenOf(page), 3);
  await expect.poll(() => lit(screenOf(page), 3)).not.toBe(clock);
  expect(await lit(screenOf(page), PROMPT)).toBe(empty);
  await context.close();
});

test("it says that the machine is off, and comes by itself when it is started", async ({ page, world }) => {
  await allWell(world);
  const { id } = await machineNamed(world, world.machine);
  await openScreen(page, id);
  await ask(world, "machine.stop", { machineId: id, taskKey: randomUUID() });
  try {
    await expect(page.getByText("there is no screen. Its screen is opened by itself as soon as it runs.")).toBeVisible({
      timeout: 30_000,
    });
    await expectAccessible(page);
    await page.goto(`/machines/${id}`);
    await isAlive(page);
    const button = page.getByRole("button", { name: "Screen", exact: true });
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await expect(button).toHaveAccessibleDescription("It does not run on a host of its pair: there is no screen.");
    await open(page, `/machines/${id}/screen`);
    await expect(page.getByText("there is no screen.", { exact: false }).first()).toBeVisible();
  } finally {
    await expect
      .poll(async () => (await ask(world, "machine.start", { machineId: id, taskKey: randomUUID() })).refusal, {
        timeout: 30_000,
      })
      .toBeNull();
  }
  await expect(page.getByText(/^Connected to /)).toBeVisible({ timeout: 30_000 });
  await allWell(world);
});

test("it ends with the session that opened it", async ({ browser, world }) => {
  const { id } = await machineNamed(world, "tide-log");
  const cookie = await signInToDemo(world.url, "operator");
  const context = await browser.newContext({ baseURL: world.url, storageState: storageStateOf(world.url, cookie) });
  const page = await context.newPage();
  await openScreen(page, id);
  await fetch(`${world.url}/api/session/end`, { method: "POST", headers: { cookie }, redirect: "manual" });
  const why = async () => {
    const { entries } = await query<{ entries: { kind: string; personName: string; changes: unknown }[] }>(
      world,
      "audit.list",
      {},
    );
    const last = entries.find(({ kind }) => kind === "machine.closeScreen");
    return `${last?.personName}: ${JSON.stringify(last?.changes)}`;
  };
  // Its page leaves for where one signs in, and whichever is first ends the screen.
  await expect.poll(why).toMatch(/^demo operator: .*(The session was over|It was closed)\./);
  await context.close();
});

test("who looked, and until when, is in the audit log", async ({ page, world }) => {
  const { id, name } = await machineNamed(world, "tide-log");
  await openScreen(page, id);
  await page.goto("/machines");
  const kinds = async () => {
    const { entries } = await query<{ entries: { kind: string; subject: unknown }[] }>(world, "audit.list", {});
    return entries.filter((entry) => JSON.stringify(entry).includes(name)).map(({ kind }) => kind);
  };
  await expect.poll(async () => (await kinds()).slice(0, 2)).toEqual(["machine.closeScreen", "machine.openScreen"]);
});

for (const { width, height, colorScheme } of [
  { width: 1440, height: 900, colorScheme: "light" },
  { width: 390, height: 844, colorScheme: "dark" },
] as const)
  test(`it is used by everybody, ${width} wide and ${colorScheme}`, async ({ page, world }) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { id } = await machineNamed(world, "tide-log");
    await openScreen(page, id);
    await page.getByRole("button", { name: "Text", exact: true }).click();
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const box = await screenOf(page).locator("canvas").boundingBox();
    expect(box?.width, "scaled to fit").toBeLessThanOrEqual(width);
    await page.getByRole("button", { name: "Scale to fit" }).click();
    await expect.poll(async () => (await screenOf(page).locator("canvas").boundingBox())?.width).toBe(768);
  });

test("a keyboard on glass types, too", async ({ page, world }) => {
  const { id } = await machineNamed(world, "tide-log");
  await openScreen(page, id);
  const screen = screenOf(page);
  const empty = await lit(screen, PROMPT);
  await page.getByRole("button", { name: "Keyboard", exact: true }).click();
  // What a phone's keyboard does: it changes the text of a field, and says no keys.
  await page.keyboard.insertText("hi");
  await expect.poll(() => lit(screen, PROMPT)).toBeGreaterThan(empty);
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await expect.poll(() => lit(screen, PROMPT)).toBe(empty);
});
