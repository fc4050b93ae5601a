import { homedir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { files, read, root } from "./source-tree";

const TEXT =
  /\.(?:ts|tsx|mts|mjs|js|json|md|css|sh|yml|yaml|sql|c|h|txt|html|svg)$|(?:^|\/)(?:Dockerfile|run|LICENSE|\.[\w-]+)$/;
const texts = files.filter((path) => TEXT.test(path) && path !== "package-lock.json");
const docs = files.filter((path) => path.endsWith(".md"));
const manifests = files.filter((path) => /(?:^|\/)package\.json$/.test(path));

/** Every hit as "path:line: text", so that the message of a failure is the list of what to change. */
function hits(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap((path) =>
    read(path)
      .split("\n")
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 160)}`] : [])),
  );
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

describe("the repository", () => {
  it("is seen whole", () => {
    expect(texts.length).toBeGreaterThan(80);
    expect(manifests.length).toBeGreaterThan(10);
  });

  it("names no path of the machine it was written on", () => {
    const checkout = root.replace(/\/$/, "");
    const home = homedir();
    const own = [checkout, ...(home.split("/").length > 2 ? [home] : [])].map(escaped).join("|");
    expect(hits(texts, new RegExp(`(?:${own})(?![\\w-])`))).toEqual([]);
    // A quote, blank or bracket before the slash: not the tail of a variable such as "$folder/root/".
    expect(
      hits(texts, /(?:^|[\s"'`(=:])\/(?:home|Users|tmp)\/\w/),
      "take a folder from the caller or from os.tmpdir()",
    ).toEqual([]);
  });

  it("has no conflict marker and no test that runs alone", () => {
    expect(hits(texts, /^(?:<{7}|>{7}|\|{7}) /)).toEqual([]);
    expect(hits(texts, /\b(?:describe|it|test)(?:\.\w+)*\.only\b|\bf(?:describe|it)\s*\(/)).toEqual([]);
  });

  it("leaves out no test without a reason beside it", () => {
    expect(
      hits(texts, /\b(?:describe|it|test)(?:\.\w+)*\.(?:skip|todo)\s*\(/),
      "use skipIf with the condition, or delete it",
    ).toEqual([]);
  });

  it("pins every dependency", () => {
    const loose = manifests.flatMap((path) => {
      const manifest = JSON.parse(read(path)) as Record<string, Record<string, string> | undefined>;
      return ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"].flatMap((group) =>
        Object.entries(manifest[group] ?? {})
          .filter(([name, version]) =>
            name.startsWith("@v-available/") ? version !== "*" : !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version),
          )
          .map(([name, version]) => `${path}: ${name} ${version}`),
      );
    });
    expect(loose).toEqual([]);
  });

  it("uses one version of a library everywhere", () => {
    const versions = new Map<string, Set<string>>();
    for (const path of manifests) {
      const manifest = JSON.parse(read(path)) as Record<string, Record<string, string> | undefined>;
      for (const group of ["dependencies", "devDependencies"])
        for (const [name, version] of Object.entries(manifest[group] ?? {}))
          versions.set(name, (versions.get(name) ?? new Set()).add(version));
    }
    expect(
      [...versions].filter(([, seen]) => seen.size > 1).map(([name, seen]) => `${name}: ${[...seen].join(", ")}`),
    ).toEqual([]);
  });

  it("names no registry in its lock file", () => {
    const hosts = new Set(
      Array.from(read("package-lock.json").matchAll(/"resolved": "https?:\/\/([^/"]+)/g), (match) => match[1]),
    );
    hosts.delete("registry.npmjs.org");
    expect([...hosts]).toEqual([]);
  });
});

describe("documents", () => {
  const known = new Set(files);
  const folders = new Set(
    files.flatMap((path) =>
      path
        .split("/")
        .slice(0, -1)
        .map((_, index, parts) => parts.slice(0, index + 1).join("/")),
    ),
  );
  const exists = (path: string): boolean => known.has(path) || folders.has(path.replace(/\/$/, ""));
  const OURS = /^(?:apps|packages|docs|e2e|lab|scripts|test|\.ci)\/[\w./[\]()-]+$/;
  const TOP =
    /^(?:[A-Z]+\.md|docker-compose\.yml|Dockerfile|[\w.-]+\.config\.ts|package\.json|biome\.json|tsconfig[\w.]*\.json)$/;
  /** Made by a build or a run, so not in the repository. */
  const MADE = /(?:^|\/)(?:dist|\.next|node_modules|\.data|\.lab|test-results)(?:\/|$)/;

  it("name only files that exist, in backticks", () => {
    const missing = docs.flatMap((doc) =>
      Array.from(read(doc).matchAll(/`([^`\n]+)`/g), (match) => match[1] ?? "")
        .map((span) => span.replace(/:\d+$/, ""))
        .filter((span) => (OURS.test(span) || TOP.test(span)) && !MADE.test(span))
        .filter((span) => !exists(span) && !exists(normalize(join(dirname(doc), span))))
        .map((span) => `${doc} names ${span}, which does not exist`),
    );
    expect(missing).toEqual([]);
  });

  it("link only to files that exist", () => {
    const missing = docs.flatMap((doc) =>
      Array.from(read(doc).matchAll(/\]\(([^)\s]+)\)/g), (match) => match[1] ?? "")
        .filter((target) => !/^(?:[a-z]+:|#)/.test(target))
        .map((target) => normalize(join(dirname(doc), target.replace(/#.*$/, ""))))
        .filter((target) => !exists(target))
        .map((target) => `${doc} links to ${target}, which does not exist`),
    );
    expect(missing).toEqual([]);
  });

  it("and code name only files that exist", () => {
    const PATH = /(?<![\w./@-])(?:apps|packages|docs|e2e|lab|scripts)\/[\w./-]+\.(?:ts|tsx|mjs|md|css|sh|yml)\b/g;
    const missing = texts
      // These tests are about paths and make some up.
      .filter((path) => !path.startsWith("test/"))
      .flatMap((path) =>
        Array.from(read(path).matchAll(PATH), (match) => match[0])
          .filter((target) => !MADE.test(target) && !exists(target))
          .map((target) => `${path} names ${target}, which does not exist`),
      );
    expect([...new Set(missing)]).toEqual([]);
  });

  it("name only commands that package.json has", () => {
    const scripts = new Set(
      Object.keys((JSON.parse(read("package.json")) as { scripts: Record<string, string> }).scripts),
    );
    const missing = docs.flatMap((doc) =>
      Array.from(read(doc).matchAll(/\bnpm run ([\w:-]+)/g), (match) => match[1] ?? "")
        .filter((name) => !scripts.has(name))
        .map((name) => `${doc} names npm run ${name}, which does not exist`),
    );
    expect(missing).toEqual([]);
  });
});
