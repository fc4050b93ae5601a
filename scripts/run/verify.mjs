import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { aside } from "./aside.mjs";
import { buildConsole } from "./build.mjs";
import { install } from "./install.mjs";
import { bin, root, run } from "./shell.mjs";

/** Why the real hypervisors can't be tested here, or null. */
function realPartMissing() {
  if (process.platform !== "linux") return "the real part needs Linux";
  if (process.getuid?.() !== 0) return "the real part needs root for network namespaces";
  for (const tool of ["qemu-system-x86_64", "qemu-storage-daemon", "ip", "openssl", "cpio", "gcc"]) {
    try {
      execFileSync("sh", ["-c", `command -v ${tool}`], { stdio: "ignore" });
    } catch {
      return `the real part needs ${tool} (bash .ci/run installs what it needs on Debian)`;
    }
  }
  return null;
}

const totals = { passed: 0, failed: 0, skipped: 0 };

async function check(title, command) {
  console.log(`\n— ${title}`);
  if ((await run(command)) === 0) totals.passed++;
  else totals.failed++;
}

const vitestOf = (projects, report) => [
  bin("vitest"),
  "run",
  ...projects.map((project) => `--project=${project}`),
  "--reporter=dot",
  "--reporter=json",
  `--outputFile.json=${report}`,
];

const reportOf = (name) => path.join(fs.mkdtempSync(path.join(os.tmpdir(), "verify-")), `${name}.json`);

function addVitest(report, code) {
  add(report, code, (result) => ({
    passed: result.numPassedTests,
    failed: result.numFailedTests,
    skipped: result.numPendingTests + result.numTodoTests,
  }));
}

async function vitest(title, ...projects) {
  console.log(`\n— ${title}`);
  const report = reportOf("vitest");
  addVitest(report, await run(vitestOf(projects, report)));
}

/** Runs tests that look at no clock beside tests that mostly wait. */
function vitestAside(title, ...projects) {
  const report = reportOf("vitest");
  const running = aside(vitestOf(projects, report));
  return async () => {
    const { code, output } = await running;
    console.log(`\n— ${title}\n${output}`);
    addVitest(report, code);
  };
}

async function browser(project) {
  console.log(`\n— browser, ${project}`);
  const report = reportOf("playwright");
  const code = await run([bin("playwright"), "test", "--config", "e2e/playwright.config.ts", "--reporter=line,json"], {
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report, E2E_PROJECT: project },
  });
  add(report, code, ({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  }));
}

/** A runner that fails without a failed test (it did not start, say) counts as one failure. */
function add(report, code, read) {
  const result = fs.existsSync(report)
    ? read(JSON.parse(fs.readFileSync(report, "utf8")))
    : { passed: 0, failed: 0, skipped: 0 };
  if (code !== 0 && result.failed === 0) result.failed = 1;
  for (const key of Object.keys(totals)) totals[key] += result[key];
}

/** All tests. REQUIRE_REAL=1 makes a missing real part a failure. */
export async function verify() {
  const began = Date.now();
  await install();
  const missing = realPartMissing();
  await check("format and lint", [bin("biome"), "check", "."]);
  await check("types", [bin("tsc"), "--noEmit", "-p", "tsconfig.json"]);
  await check("types of the console", [bin("tsc"), "--noEmit", "-p", "apps/console/tsconfig.json"]);
  await vitest("unit, contract on the simulator, PostgreSQL", "unit", "postgres");
  await buildConsole();
  // Browsers, hypervisors and whatever watches them wait more than they compute.
  const property = vitestAside("properties, over thousands of schedules", "property");
  await browser("demo");
  await browser("tabs");
  if (missing) {
    if (process.env.REQUIRE_REAL === "1") totals.failed++;
    console.log(`\nSkipped the tests on real hypervisors: ${missing}.`);
  } else {
    await vitest("contract and failover on real QEMU", "qemu");
    await browser("real");
  }
  await property();
  console.log(`\nTook ${Math.round((Date.now() - began) / 1000)} s in ${path.basename(root)}.`);
  console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
  return totals.failed === 0 ? 0 : 1;
}
