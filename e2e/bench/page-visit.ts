import path from "node:path";
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from "@playwright/test";
import type { Reached } from "../api";
import { launchOptions } from "../browser";
import { repository } from "../world/console-process";
import { storageStateOf } from "../world/sign-in";

const PROBE = path.join(repository, "e2e/bench/page-probe.js");
const VIEWPORT = { width: 1440, height: 900 };
/** Nothing was asked for and no long task ran for this long: the page has come to rest. */
const QUIET_MS = 800;

export async function openBrowser(): Promise<Browser> {
  return chromium.launch((await launchOptions()).launchOptions);
}

/** A profile that is signed in and has never seen the console, with the probe in every page. */
export async function newProfile(browser: Browser, { url, cookie }: Reached): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: VIEWPORT, storageState: storageStateOf(url, cookie) });
  await context.addInitScript({ path: PROBE });
  return context;
}

export interface Weight {
  /** As sent, compressed, with headers. */
  readonly scriptKB: number;
  readonly totalKB: number;
  readonly requests: number;
  readonly elements: number;
}

export interface Visit extends Weight {
  /** From the start of the navigation, in ms. */
  readonly usableMs: number;
  readonly lcpMs: number;
  readonly cls: number;
  /** Main-thread time until usable. */
  readonly cpuMs: number;
  readonly scriptMs: number;
  readonly heapMB: number;
  readonly longestTaskMs: number;
}

interface Wire {
  requests: number;
  script: number;
  total: number;
  movedAtMs: number;
}

async function countWire(cdp: CDPSession): Promise<Wire> {
  const wire: Wire = { requests: 0, script: 0, total: 0, movedAtMs: Date.now() };
  const kinds = new Map<string, string>();
  cdp.on("Network.requestWillBeSent", ({ requestId, type, request }) => {
    if (request.url.startsWith("data:")) return;
    wire.requests++;
    wire.movedAtMs = Date.now();
    kinds.set(requestId, type ?? "Other");
  });
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    wire.total += encodedDataLength;
    if (kinds.get(requestId) === "Script") wire.script += encodedDataLength;
    wire.movedAtMs = Date.now();
  });
  await cdp.send("Network.enable");
  return wire;
}

async function metrics(cdp: CDPSession): Promise<Record<string, number>> {
  const { metrics: list } = await cdp.send("Performance.getMetrics");
  return Object.fromEntries(list.map(({ name, value }) => [name, value]));
}

/**
 * Opens a page in a profile and measures until it is usable and at rest.
 * @param usable an expression in the page that holds from the moment a person can work with it
 */
export async function visit(page: Page, url: string, usable: string): Promise<Visit> {
  const cdp = await page.context().newCDPSession(page);
  const wire = await countWire(cdp);
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  const before = await metrics(cdp);
  await page.goto(url, { waitUntil: "commit" });
  const usableAtMs = await page.evaluate<number>(`benchProbe.painted(${JSON.stringify(usable)}, 60_000)`);
  const after = await metrics(cdp);
  while (Date.now() - wire.movedAtMs < QUIET_MS) await page.waitForTimeout(100);
  await cdp.send("HeapProfiler.collectGarbage");
  const { JSHeapUsedSize = 0 } = await metrics(cdp);
  const seen = await page.evaluate<{ origin: number; lcp: number; cls: number; longest: number; elements: number }>(
    `({ origin: performance.timeOrigin, lcp: benchProbe.lcp, cls: benchProbe.cls, longest: benchProbe.longest,
        elements: document.getElementsByTagName("*").length })`,
  );
  await cdp.detach();
  const spent = (name: string) => ((after[name] ?? 0) - (before[name] ?? 0)) * 1_000;
  return {
    scriptKB: wire.script / 1_024,
    totalKB: wire.total / 1_024,
    requests: wire.requests,
    elements: seen.elements,
    usableMs: usableAtMs - seen.origin,
    lcpMs: seen.lcp,
    cls: seen.cls,
    cpuMs: spent("TaskDuration"),
    scriptMs: spent("ScriptDuration"),
    heapMB: JSHeapUsedSize / 1e6,
    longestTaskMs: seen.longest,
  };
}
