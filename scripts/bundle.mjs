import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

// The processes that run outside the console, each as one file that starts in a fraction of a second.
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const ENTRIES = {
  "apps/witness": ["main"],
  "apps/agent": ["main", "warden"],
  "apps/controller": ["main"],
};

/** Bundles the named apps (all without a name) into their dist folders. */
export async function bundle(apps = Object.keys(ENTRIES)) {
  for (const app of apps) {
    await build({
      entryPoints: ENTRIES[app].map((entry) => path.join(root, app, "src", `${entry}.ts`)),
      outdir: path.join(root, app, "dist"),
      outExtension: { ".js": ".mjs" },
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      // CommonJS packages inside an ES module bundle still ask for these.
      banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
      external: ["@electric-sql/pglite", "pg-native"],
      logLevel: "warning",
    });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
