import type { Page } from "@playwright/test";
import { machineNamed } from "../api";
import { allWell, whileHostLost } from "../broken";
import { expect, open, test } from "../test";

const COMES = { timeout: 60_000 };

/** What is drawn, as one text; empty where nothing but one colour is. */
const pictureOf = (page: Page) =>
  page.getByRole("application").evaluate((frame) => {
    const canvas = frame.querySelector("canvas");
    const context = canvas?.getContext("2d");
    if (!canvas || !context || canvas.width === 0 || canvas.height === 0) return "";
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const words = new Uint32Array(data.buffer);
    if (words.every((word) => word === words[0])) return "";
    // The sum of what differs by place: equal pictures have equal ones, and a letter more another.
    let sum = 0;
    for (let at = 0; at < words.length; at++) sum = (Math.imul(sum, 31) + (words[at] ?? 0)) | 0;
    return String(sum);
  });

test("a machine's screen shows what is typed there, and follows the machine to the other host", async ({
  page,
  world,
}) => {
  test.slow();
  await allWell(world);
  const machine = await machineNamed(world, world.machine);
  const lost = machine.activeSide;
  const survivor = lost === "a" ? "b" : "a";
  await open(page, `/machines/${machine.id}`);
  await page.getByRole("button", { name: "Screen", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Screen of ${world.machine}`);
  const line = page.getByRole("status").filter({ hasText: /Connected|opened|machine|host/ });
  await expect(line).toContainText(`Connected to ${machine.hosts[lost]} since`, COMES);
  await expect.poll(() => pictureOf(page), COMES).not.toBe("");

  await test.step("what is typed shows", async () => {
    await page.getByRole("button", { name: "Type at the machine" }).click();
    await expect(page.getByText("Keys go to the machine.")).toBeVisible();
    const before = await pictureOf(page);
    await page.keyboard.type("hello");
    await page.keyboard.press("Enter");
    await expect.poll(() => pictureOf(page)).not.toBe(before);
  });

  await test.step("one key brings the keyboard back", async () => {
    await page.keyboard.press("Control+F10");
    await expect(page.getByRole("button", { name: "Type at the machine" })).toBeFocused();
    await expect(page.getByText("Keys stay on this page")).toBeVisible();
  });

  await test.step("its host is lost: the page says so, and shows it where it runs then", async () => {
    await whileHostLost(world, lost, async () => {
      await expect(line).not.toContainText(`Connected to ${machine.hosts[lost]}`, COMES);
      await expect(line).toContainText(`Connected to ${machine.hosts[survivor]} since`, { timeout: 90_000 });
      await expect(line).toContainText(`The machine moved there from ${machine.hosts[lost]}.`);
      await expect.poll(() => pictureOf(page), COMES).not.toBe("");
    });
  });
});
