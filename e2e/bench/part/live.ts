import type { Page } from "@playwright/test";
import type { Reached } from "../../api";
import type { BenchConsole } from "../bench-console";
import { openFloor } from "../floor";
import { OVERVIEW } from "../page";
import { newProfile, visit } from "../page-visit";
import type { Bench, Part } from "../part";
import { percentile, type Result } from "../result";

const PAIRS = 12;
const ROUNDS = 2;
/** Changes come when they come: not in step with anything that ticks. */
const gapMs = (at: number) => 250 + ((at * 137) % 500);

interface Cable {
  readonly ref: string;
  readonly pairId: string;
}

interface Sample {
  /** When the simulated hosts knew, by the record of the link itself. */
  readonly knownAtMs: number;
  readonly askedAtMs: number;
  readonly heardAtMs: number;
  readonly answeredAtMs: number;
  readonly paintedAtMs: number;
}

async function cablesOf(console_: BenchConsole): Promise<Cable[]> {
  const { faults } = await console_.ask<{
    faults: { name: string; targets: { ref: string; name: string; pairId: string | null }[] }[];
  }>("lab.catalogue");
  const targets = faults.find(({ name }) => name === "availability-link")?.targets ?? [];
  return targets.flatMap(({ ref, name, pairId }) => (pairId && name.endsWith("link A") ? [{ ref, pairId }] : []));
}

/** @returns when the page had drawn what `act` changed about a pair */
async function follow(
  page: Page,
  console_: BenchConsole,
  { ref, pairId }: Cable,
  act: () => Promise<unknown>,
): Promise<Sample> {
  const drawing = `document.querySelector('main a[href="/pairs/${pairId}"] svg').outerHTML`;
  const before = await page.evaluate<string>(drawing);
  const painted = page.evaluate<number>(
    `benchProbe.painted(${JSON.stringify(`${drawing} !== ${JSON.stringify(before)}`)}, 15_000)`,
  );
  painted.catch(() => {}); // awaited below; a refused act ends the sample first
  const askedAtMs = Date.now();
  await act();
  const paintedAtMs = await painted;
  // The word and the answer that the drawing came from are the last ones before it.
  const [heardAtMs, answeredAtMs] = await page.evaluate<[number, number]>(
    `[benchProbe.heard.findLast((at) => at <= ${paintedAtMs}),
      Math.max(...performance.getEntriesByType("resource").filter((one) => one.name.includes("overview.get"))
        .map((one) => performance.timeOrigin + one.responseEnd).filter((at) => at <= ${paintedAtMs}))]`,
  );
  const { links } = await console_.ask<{ links: { observed: { ref: string }; sinceMs: number }[] }>("pair.get", {
    pairId,
  });
  const link = links.find(({ observed }) => observed.ref === ref);
  if (!link) throw new Error(`The pair has no link ${ref}.`);
  return { knownAtMs: link.sinceMs, askedAtMs, heardAtMs, answeredAtMs, paintedAtMs };
}

/** The same way without a database, a framework or a drawing: stream, question, answer, one text. */
async function followFloor(bench: Bench, console_: Reached, answerBytes: number, samples: number): Promise<number[]> {
  const browser = await bench.browser();
  const floor = await openFloor(browser, console_, OVERVIEW, answerBytes);
  const profile = await newProfile(browser, console_);
  const page = await profile.newPage();
  await page.goto(floor.url);
  await page.evaluate(`new Promise((resolve) => setTimeout(resolve, 500))`);
  const waits: number[] = [];
  for (let at = 1; at <= samples; at++) {
    const painted = page.evaluate<number>(
      `benchProbe.painted('document.getElementById("floor-change").textContent === "${at}"', 15_000)`,
    );
    await page.waitForTimeout(gapMs(at) / 3);
    const changedAtMs = Date.now();
    floor.change(String(at));
    waits.push((await painted) - changedAtMs);
  }
  await profile.close();
  await floor.close();
  return waits;
}

/** From the fleet knowing to the frame that shows it: a cable of each pair pulled and put back, seen on the overview. */
export const live: Part = {
  name: "live",
  async measure(bench) {
    const console_ = await bench.console();
    const profile = await newProfile(await bench.browser(), console_);
    const page = await profile.newPage();
    await visit(page, `${console_.url}${OVERVIEW.path}`, OVERVIEW.usable);
    const cables = (await cablesOf(console_)).slice(0, PAIRS);
    const samples: Sample[] = [];
    for (let at = 0; at < cables.length * ROUNDS; at++) {
      const cable = cables[at % cables.length] as Cable;
      let injection = "";
      await page.waitForTimeout(gapMs(at));
      samples.push(
        await follow(page, console_, cable, async () => {
          injection = await console_.inject("availability-link", cable.ref);
        }),
      );
      await page.waitForTimeout(gapMs(at + 7));
      samples.push(await follow(page, console_, cable, () => console_.clear(injection)));
    }
    await profile.close();
    const answer = JSON.stringify(await console_.ask("overview.get")).length;
    const floor = await followFloor(bench, console_, answer, samples.length);
    const span = (from: keyof Sample, to: keyof Sample) => samples.map((one) => one[to] - one[from]);
    const result = (what: string, values: readonly number[], share: number, more: Partial<Result> = {}): Result => ({
      part: "live",
      what: `${what}, ${share === 0.5 ? "median" : "p95"} of ${values.length}`,
      value: percentile(values, share),
      unit: "ms",
      budget: null,
      ...more,
    });
    const known = span("knownAtMs", "paintedAtMs");
    const asked = span("askedAtMs", "paintedAtMs");
    return [
      result("fleet knows → painted", known, 0.5, { floor: percentile(floor, 0.5) }),
      result("fleet knows → painted", known, 0.95, { budget: 250, floor: percentile(floor, 0.95) }),
      result("asked for → painted", asked, 0.5),
      result("asked for → painted", asked, 0.95, { budget: 250 }),
      result("  fleet knows → browser hears", span("knownAtMs", "heardAtMs"), 0.5),
      result("  browser hears → has the answer", span("heardAtMs", "answeredAtMs"), 0.5),
      result("  has the answer → painted", span("answeredAtMs", "paintedAtMs"), 0.5),
    ];
  },
};
