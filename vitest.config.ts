import { defineConfig } from "vitest/config";

// The suffix of a test file says what it needs: nothing, patience (thousands of schedules, and no clock), a real
// PostgreSQL, or real hypervisors (root, QEMU).
const needs = { property: "**/*.property.test.ts", postgres: "**/*.postgres.test.ts", qemu: "**/*.qemu.test.ts" };
const ignored = ["**/node_modules/**", "**/.next/**", "**/dist/**"];

export default defineConfig({
  test: {
    // As many as there are cores; the runner would leave one for itself, which does little.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "unit",
          // Loading modules anew for each file took longer than the tests. None puts another module in one's place.
          isolate: false,
          include: ["{packages,apps,test,scripts,lab}/**/*.test.ts", "{packages,apps}/**/*.test.tsx"],
          exclude: [...ignored, ...Object.values(needs)],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "property",
          include: [needs.property],
          exclude: ignored,
          // They get what time others leave: what is waited for there is patience, not a clock.
          testTimeout: 1_800_000,
          hookTimeout: 1_800_000,
        },
      },
      {
        test: {
          name: "postgres",
          isolate: false,
          include: [needs.postgres],
          exclude: ignored,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "qemu",
          include: [needs.qemu],
          exclude: ignored,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // Alone: what is waited for there is real time.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
