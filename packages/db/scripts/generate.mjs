// Writes the migrations that drizzle-kit makes of the schema, and embeds them as a module: a bundle then carries them.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL("..", import.meta.url));
const name = process.argv[2];
if (name) execFileSync("npx", ["drizzle-kit", "generate", "--name", name], { cwd: here, stdio: "inherit" });

const journal = JSON.parse(readFileSync(`${here}/migrations/meta/_journal.json`, "utf8"));
const migrations = journal.entries.map(({ idx, tag }) => {
  const text = readFileSync(`${here}/migrations/${tag}.sql`, "utf8");
  return {
    index: idx,
    tag,
    sha256: createHash("sha256").update(text).digest("hex"),
    statements: text.split("--> statement-breakpoint").map((statement) => statement.trim()),
  };
});
writeFileSync(
  `${here}/src/migrations.ts`,
  `// Written by packages/db/scripts/generate.mjs from the migrations. Change the schema and run it again.
export const MIGRATIONS: readonly Migration[] = ${JSON.stringify(migrations, null, 2)};

export interface Migration {
  readonly index: number;
  readonly tag: string;
  readonly sha256: string;
  readonly statements: readonly string[];
}
`,
);
execFileSync("npx", ["biome", "format", "--write", "src/migrations.ts"], { cwd: here, stdio: "inherit" });
