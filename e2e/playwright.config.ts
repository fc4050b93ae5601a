import { defineConfig } from "@playwright/test";
import { launchOptions } from "./browser";

const TABS = "demo/one-stream.spec.ts";

// One core set of tests, run against two worlds: the demo on its simulator, and real machines in the lab.
export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  // One drawing for all: the browser and the fonts are the project's own, whatever the machine.
  snapshotPathTemplate: "{testDir}/drawn/{arg}{ext}",
  fullyParallel: false,
  // Each worker has a world of its own; real machines have one, and the computer to themselves, as ten tabs have.
  workers: process.env.E2E_PROJECT === "demo" ? 2 : 1,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    ...(await launchOptions()),
    // A browser without a graphics card paints a beating heart on a core that the tests need.
    contextOptions: { reducedMotion: "reduce" },
    // What was done and asked, not a film of it: filming every test took a third of all processor time.
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: false },
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "demo", testMatch: ["core/*.spec.ts", "demo/*.spec.ts"], testIgnore: TABS },
    { name: "tabs", testMatch: TABS },
    { name: "real", testMatch: ["core/*.spec.ts", "real/*.spec.ts"], timeout: 300_000 },
  ].filter((project) => !process.env.E2E_PROJECT || project.name === process.env.E2E_PROJECT),
});
