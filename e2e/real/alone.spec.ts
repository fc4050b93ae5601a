import { machineNamed, query, record } from "../api";
import { allWell } from "../broken";
import { expect, open, test } from "../test";
import { realOf } from "../world/real";

interface Incident {
  readonly phases: readonly { readonly phase: string; readonly atMs: number | null }[];
}

test("with the console killed the pair handles the loss of a host alone, and the record has it all afterwards", async ({
  page,
  world,
}) => {
  const lab = realOf(world);
  await allWell(world);
  const machine = await machineNamed(world, world.machine);
  const lost = machine.activeSide;
  const survivor = lost === "a" ? "b" : "a";
  const before = await record(world);

  await world.killConsole();
  await world.loseHost(lost);
  try {
    await expect
      .poll(() => lab.status(), { message: "the machine runs on the other host", timeout: 60_000 })
      .toMatch(new RegExp(`${world.machine} .*Running on ${survivor.toUpperCase()}`));
    const backAtMs = Date.now();
    await world.startConsole();

    await open(page, "/");
    await expect(page.getByRole("region", { name: /^INC-\d+/ })).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole("heading", { level: 1 })).toContainText("1 runs on one copy", { timeout: 30_000 });
    const { incidents } = await query<{ incidents: Incident[] }>(world, "overview.get");
    const phases = Object.fromEntries(incidents[0]?.phases.map(({ phase, atMs }) => [phase, atMs]) ?? []);
    for (const phase of ["detected", "decided", "acted"])
      expect(phases[phase], `${phase}, before the console was back`).toBeLessThan(backAtMs);

    const after = await record(world);
    expect(after.slice(0, before.length), "what was recorded before").toEqual(before);
    expect(after.map(({ sequence }) => sequence)).toEqual(after.map((_, index) => index + 1));
  } finally {
    await world.returnHost(lost);
    await world.startConsole();
  }
  await allWell(world);
});
