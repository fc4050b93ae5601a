import { machineNamed } from "../api";
import { allWell, whileWitnessLost } from "../broken";
import { expect, open, test } from "../test";

const COMES = { timeout: 30_000 };

test("pages change by what the stream says: nothing is polled and nothing is loaded anew", async ({ page, world }) => {
  await allWell(world);
  const machine = await machineNamed(world, world.machine);
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  let told = 0;
  network.on("Network.eventSourceMessageReceived", ({ data }) => {
    if (data.includes('"type":"change"') || data.includes('"type":"reset"')) told++;
  });
  const asked: string[] = [];
  let documents = 0;
  page.on("request", (request) => {
    if (request.isNavigationRequest()) documents++;
    else if (!request.url().includes("/live.changes")) asked.push(new URL(request.url()).pathname);
  });
  await open(page, `/machines/${machine.id}`);
  await expect(page).toHaveTitle(`${world.machine}, protected`);
  await expect.poll(() => told, { message: "the stream has begun to speak", ...COMES }).toBeGreaterThan(0);

  await whileWitnessLost(world, async () => {
    await expect(page).toHaveTitle(`${world.machine}, at risk`, COMES);
  });
  await expect(page).toHaveTitle(`${world.machine}, protected`, COMES);
  expect(documents, "documents loaded").toBe(1);
  // One word may concern several questions, but none of them is asked more often than there were words.
  for (const question of new Set(asked.filter((path) => path.startsWith("/api/")))) {
    const times = asked.filter((path) => path === question).length;
    expect(times, `times that ${question} was asked`).toBeLessThanOrEqual(told);
  }
});
