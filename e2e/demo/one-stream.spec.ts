import type { Page, Request } from "@playwright/test";
import { allWell, whileWitnessLost } from "../broken";
import { expect, open, test } from "../test";

const TABS = 10;
const COMES = { timeout: 30_000 };

/** The streams that are open in each tab, by the requests that began and did not end. */
function watchStreams(tab: Page, streams: Map<Request, Page>): void {
  const isStream = (request: Request) => request.url().includes("/live.changes");
  tab.on("request", (request) => isStream(request) && streams.set(request, tab));
  tab.on("requestfinished", (request) => streams.delete(request));
  tab.on("requestfailed", (request) => streams.delete(request));
  tab.on("close", () => {
    for (const [request, owner] of streams) if (owner === tab) streams.delete(request);
  });
}

test("ten tabs share one stream, and another tab goes on when the one that reads it is closed", async ({
  context,
  world,
}) => {
  test.slow();
  await allWell(world);
  const streams = new Map<Request, Page>();
  const tabs: Page[] = [];
  for (let index = 0; index < TABS; index++) {
    const tab = await context.newPage();
    watchStreams(tab, streams);
    await open(tab, `${world.url}/`);
    tabs.push(tab);
  }
  expect(streams.size, "open streams").toBe(1);
  const sentences = (said: RegExp) =>
    Promise.all(tabs.map((tab) => expect(tab.getByRole("heading", { level: 1 })).toContainText(said, COMES)));

  await whileWitnessLost(world, () => sentences(/at risk without a witness/).then(() => {}));
  await sentences(/^All \d+ machines are protected\.$/);
  expect(streams.size, "open streams").toBe(1);

  const [leader] = streams.values();
  await leader?.close();
  tabs.splice(tabs.indexOf(leader as Page), 1);
  await expect.poll(() => streams.size, { message: "open streams", ...COMES }).toBe(1);
  const [next] = streams.keys();
  expect(next?.url(), "the next one goes on after what was heard").toMatch(/lastEventId/);
  await whileWitnessLost(world, () => sentences(/at risk without a witness/).then(() => {}));
});
