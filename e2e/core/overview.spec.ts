import { machines, pairs } from "../api";
import { allWell } from "../broken";
import { expect, open, test } from "../test";

test.describe("the overview", () => {
  test("says in one sentence how many machines are protected", async ({ page, world }) => {
    await allWell(world);
    const asked = (await machines(world)).filter((machine) => machine.declaredStop !== "unprotected");
    await open(page, "/");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(
      asked.length === 1
        ? /^The one machine is protected\.$/
        : new RegExp(`^All ${asked.length} machines are protected\\.$`),
    );
    await expect(page).toHaveTitle(/protected/);
    await expect(page.getByRole("region", { name: "No incident runs" })).toBeVisible();
  });

  test("counts the machines by what was declared for them", async ({ page, world }) => {
    const all = await machines(world);
    await open(page, "/");
    const levels = page.getByRole("list", { name: "Machines by declared level" });
    for (const [stop, word] of [
      ["fault-tolerance", "Fault Tolerance"],
      ["high-availability", "High Availability"],
    ] as const) {
      const count = all.filter((machine) => machine.declaredStop === stop).length;
      await expect(levels.getByRole("listitem").filter({ hasText: word }).first()).toHaveText(`${word} ${count}`);
    }
  });

  test("draws every pair, spoken as it is, and leads to it", async ({ page, world }) => {
    const all = await pairs(world);
    await open(page, "/");
    const fleet = page.getByRole("region", { name: "Fleet" });
    await expect(fleet.getByRole("link")).toHaveCount(all.length);
    await fleet.getByRole("link", { name: new RegExp(`^${world.pair}, Normal: .*(both|witness)`, "i") }).click();
    await expect(page.getByRole("heading", { level: 1, name: world.pair })).toBeVisible();
  });
});
