import http from "node:http";
import type { Page } from "@playwright/test";
import type { Reached } from "../../api";
import { OVERVIEW } from "../page";
import { newProfile, visit } from "../page-visit";
import type { Part } from "../part";
import { cpuPercent, processCost } from "../process-cost";
import type { Result } from "../result";

const WINDOW_MS = 10_000;
const TABS = 10;
const READERS = 200;

/** A browser's stream without the browser. */
function openReader({ url, cookie }: Reached): Promise<{ bytes: () => number; close(): void }> {
  let bytes = 0;
  return new Promise((resolve, reject) => {
    const request = http.get(`${url}/api/trpc/live.changes?input=%7B%7D`, {
      agent: false,
      headers: { accept: "text/event-stream", cookie },
    });
    request.on("error", reject);
    request.on("response", (response) => {
      if (response.statusCode !== 200) reject(new Error(`The stream answered ${response.statusCode}.`));
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.once("data", () => {
        request.removeAllListeners("error").on("error", () => {});
        resolve({ bytes: () => bytes, close: () => request.destroy() });
      });
    });
  });
}

/** What a console costs its machine while nothing happens: alone, with one tab, ten tabs, and two hundred streams. */
export const server: Part = {
  name: "server",
  async measure(bench) {
    const console_ = await bench.console();
    const { pid } = console_.process;
    if (pid === null || processCost(pid) === null) return []; // counted on Linux only
    const results: Result[] = [];
    const result = (what: string, value: number | null, unit: string, more: Partial<Result> = {}) => {
      if (value !== null) results.push({ part: "server", what, value, unit, budget: null, ...more });
    };
    await new Promise((resolve) => setTimeout(resolve, 3_000)); // what was before has ended
    const idle = (await cpuPercent(pid, WINDOW_MS)) ?? 0;
    const beside = (value: number | null): Partial<Result> => (value === null ? {} : { floor: idle });
    result("CPU, no page open", idle, "% of a core");

    const profile = await newProfile(await bench.browser(), console_);
    const tabs: Page[] = [];
    const openTab = async () => {
      const tab = await profile.newPage();
      await visit(tab, `${console_.url}${OVERVIEW.path}`, OVERVIEW.usable);
      tabs.push(tab);
    };
    await openTab();
    const one = await cpuPercent(pid, WINDOW_MS);
    result("CPU, one tab", one, "% of a core", beside(one));
    while (tabs.length < TABS) await openTab();
    const ten = await cpuPercent(pid, WINDOW_MS);
    result(`CPU, ${TABS} tabs of one browser`, ten, "% of a core", beside(ten));
    await profile.close();

    const readers = await Promise.all(Array.from({ length: READERS }, () => openReader(console_)));
    const bytes = () => readers.reduce((sum, reader) => sum + reader.bytes(), 0);
    const before = bytes();
    const many = await cpuPercent(pid, WINDOW_MS);
    result(`CPU, ${READERS} streams`, many, "% of a core", beside(many));
    result("each stream", (bytes() - before) / READERS / (WINDOW_MS / 1_000) / 1_024, "KB/s");
    for (const reader of readers) reader.close();
    result("resident memory", processCost(pid)?.residentMB ?? null, "MB");
    return results;
  },
};
