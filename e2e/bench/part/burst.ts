import { OVERVIEW } from "../page";
import { newProfile, visit } from "../page-visit";
import type { Part } from "../part";
import type { Result } from "../result";

const HOSTS = 6;
const BUDGET_MS = 500;

/** The power of one host in each of six pairs goes in the same moment; the overview shows all of it. */
export const burst: Part = {
  name: "burst",
  async measure(bench) {
    const console_ = await bench.console();
    const profile = await newProfile(await bench.browser(), console_);
    const page = await profile.newPage();
    await visit(page, `${console_.url}${OVERVIEW.path}`, OVERVIEW.usable);
    const { faults } = await console_.ask<{
      faults: { name: string; targets: { ref: string; name: string; pairId: string | null }[] }[];
    }>("lab.catalogue");
    const all = faults.find(({ name }) => name === "host-power-loss")?.targets ?? [];
    const hosts = all.filter(({ name, pairId }) => pairId && name.endsWith("-a")).slice(-HOSTS);
    const drawings = `[${hosts.map(({ pairId }) => `document.querySelector('main a[href="/pairs/${pairId}"] svg').outerHTML`)}]`;
    const before = await page.evaluate<string[]>(drawings);
    const shown = `${drawings}.every((now, at) => now !== ${JSON.stringify(before)}[at])`;
    const painted = page.evaluate<number>(`benchProbe.painted(${JSON.stringify(shown)}, 20_000)`);
    const eventsBefore = await newestEvent(console_);
    const askedAtMs = Date.now();
    const injections = await Promise.all(hosts.map(({ ref }) => console_.inject("host-power-loss", ref)));
    const paintedAtMs = await painted;
    const longest = await page.evaluate<number>("benchProbe.longest");
    await page.waitForTimeout(5_000); // failovers write events for a while
    const events = (await newestEvent(console_)) - eventsBefore;
    for (const injection of injections) await console_.clear(injection);
    await profile.close();
    const result = (what: string, value: number, unit: string, budget: number | null): Result => ({
      part: "burst",
      what,
      value,
      unit,
      budget,
    });
    return [
      result(`power of ${HOSTS} hosts gone → all painted`, paintedAtMs - askedAtMs, "ms", BUDGET_MS),
      result("longest task in the page", longest, "ms", 100),
      result("events of the first five seconds", events, "", null),
    ];
  },
};

async function newestEvent(console_: { ask<T>(procedure: string, input: unknown): Promise<T> }): Promise<number> {
  const { events } = await console_.ask<{ events: { sequence: number }[] }>("event.list", { limit: 1 });
  return events[0]?.sequence ?? 0;
}
