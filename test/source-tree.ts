import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

/** What git has and what is about to be added: what a colleague would see after a pull. */
export const root = fileURLToPath(new URL("..", import.meta.url));
const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
  maxBuffer: 64 * 1024 * 1024,
});
/** Repository paths with forward slashes; files that are deleted and not yet committed are left out. */
export const files: readonly string[] = listed
  .split("\0")
  .filter((path) => path !== "" && existsSync(join(root, path)));

export const read = (path: string): string => readFileSync(join(root, path), "utf8");

export interface Import {
  readonly specifier: string;
  /** Erased by the compiler: costs nothing at run time, and still counts for who may know whom. */
  readonly typeOnly: boolean;
}

/** Comments and string contents can look like code: comments go, strings stay since specifiers are strings. */
export function withoutComments(code: string): string {
  return code.replace(
    /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (_all, text: string | undefined) => text ?? " ",
  );
}

const FROM = /(?:^|[;}\s])(import|export)\s+(type\s+)?[\w*\s{},$]*?from\s*["']([^"']+)["']/g;
const BARE = /(?:^|[;}\s])import\s*["']([^"']+)["']/g;
const CALLED = /\b(?:import|require(?:\.resolve)?)\s*\(\s*["']([^"']+)["']/g;

export function importsOf(path: string): Import[] {
  const code = withoutComments(read(path));
  return [
    ...Array.from(code.matchAll(FROM), (m) => ({ specifier: m[3] ?? "", typeOnly: m[2] !== undefined })),
    ...Array.from(code.matchAll(BARE), (m) => ({ specifier: m[1] ?? "", typeOnly: false })),
    ...Array.from(code.matchAll(CALLED), (m) => ({ specifier: m[1] ?? "", typeOnly: false })),
  ];
}

export const isSource = (path: string): boolean => /\.(?:ts|tsx|mts|mjs|js)$/.test(path) && !path.endsWith(".d.ts");
export const isTest = (path: string): boolean =>
  /\.test\.tsx?$|\.fixture\.tsx?$|\.spec\.ts$/.test(path) || /\/(?:test|testing)\//.test(path);

/** Where a relative or workspace import leads, as a repository path; null where it leaves the repository. */
export function resolveImport(from: string, specifier: string): string | null {
  const workspace = /^@v-available\/([^/]+)\/(.+)$/.exec(specifier);
  const base = workspace
    ? `packages/${workspace[1]}/src/${workspace[2]}`
    : specifier.startsWith(".")
      ? normalize(join(dirname(from), specifier)).replaceAll("\\", "/")
      : null;
  if (base === null) return null;
  return [base, `${base}.ts`, `${base}.tsx`, `${base}.mjs`].find((path) => files.includes(path)) ?? null;
}
