import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";

const here = dirname(fileURLToPath(import.meta.url));

const config: NextConfig = {
  // The workspaces are TypeScript source; the bundler compiles them with the app.
  transpilePackages: [
    "@v-available/api",
    "@v-available/control-plane",
    "@v-available/db",
    "@v-available/domain",
    "@v-available/orchestrator",
    "@v-available/orchestrator-qemu",
    "@v-available/orchestrator-simulator",
    "@v-available/pair-protocol",
    "@v-available/ui",
  ],
  // PGlite finds its wasm next to its own file, pg loads optional natives: neither may be bundled.
  serverExternalPackages: ["@electric-sql/pglite", "pg"],
  outputFileTracingRoot: resolve(here, "../.."),
  outputFileTracingIncludes: {
    "/*": ["../../node_modules/@electric-sql/pglite/dist/**", "../../packages/db/src/migrations/**"],
  },
  turbopack: { root: resolve(here, "../..") },
  poweredByHeader: false,
  experimental: {
    // Inside the browser a page is fetched without its data (see Prefetched), so its copy stays good.
    staleTimes: { dynamic: 300, static: 300 },
    // 0.7 KB less of the framework on every page.
    turbopackCjsTreeShaking: true,
  },
  reactStrictMode: true,
  devIndicators: false,
  allowedDevOrigins: ["127.0.0.1"],
};

export default config;
