import { constants, existsSync } from "node:fs";
import { access, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { Refusal } from "@v-available/domain/refusal";
import { drizzle } from "drizzle-orm/pglite";
import type { Database, Queryable } from "./database";
import { lockDirectory } from "./directory-lock";
import { migrate } from "./migrate";
import { ASKED_AS_TEXT, plainlyAsked } from "./pglite-client";

/** PostgreSQL inside the process, its files in `<directory>/pglite`. */
export async function openPglite(directory: string): Promise<Database> {
  await prepare(directory);
  const unlock = await lockDirectory(directory);
  try {
    const handle = await openFiles(directory);
    return {
      ...handle,
      close: async () => {
        await handle.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function openFiles(directory: string): Promise<Database> {
  const files = join(directory, "pglite");
  // While this mark exists the first start has not finished: nothing was acknowledged yet, so it may begin again.
  const mark = join(directory, "first-start-unfinished");
  if (existsSync(mark)) await rm(files, { recursive: true, force: true });
  const first = !existsSync(files);
  if (first) await writeFile(mark, "");
  else if (!existsSync(join(files, "PG_VERSION"))) throw damaged(directory, "it has no PG_VERSION file");
  const handle = await createPglite({ dataDir: files }).catch((error: unknown) => {
    throw error instanceof Refusal ? error : damaged(directory, reasonOf(error), error);
  });
  if (first) await rm(mark);
  return handle;
}

/** Opens a PGlite wherever the options say and migrates it. */
export async function createPglite(options: PGliteOptions): Promise<Database> {
  const client = await PGlite.create({ ...options, parsers: ASKED_AS_TEXT });
  const db = drizzle({ client: plainlyAsked(client) });
  const handle: Database = {
    engine: "pglite",
    read: (work) =>
      db.transaction((tx) => work(tx as unknown as Queryable), {
        isolationLevel: "repeatable read",
        accessMode: "read only",
      }),
    transaction: (work) => db.transaction((tx) => work(tx as unknown as Queryable)),
    listen: (channel, { onMessage }) => client.listen(channel, onMessage),
    close: () => client.close(),
  };
  try {
    await migrate(db as unknown as Queryable);
  } catch (error) {
    await client.close();
    throw error;
  }
  return handle;
}

async function prepare(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    const probe = join(directory, ".write-probe");
    await writeFile(probe, "");
    await rm(probe);
    await readdir(directory);
  } catch (error) {
    const code = await reasonInPath(directory, (error as NodeJS.ErrnoException).code);
    const why = WHY_NOT_WRITABLE[code ?? ""] ?? `the system said ${code ?? "nothing"}`;
    throw new Refusal(
      {
        code: "blocked",
        message: `The data directory ${directory} cannot be written: ${why}.`,
        field: "directory",
        value: directory,
        remedy: "Give this user the right to write there, or start with another data directory.",
      },
      { cause: error },
    );
  }
}

/** Making folders on a read-only file system is refused as if nothing were there: the nearest folder that is knows why. */
async function reasonInPath(directory: string, code: string | undefined): Promise<string | undefined> {
  if (code !== "ENOENT") return code;
  let nearest = directory;
  while (!existsSync(nearest) && nearest !== dirname(nearest)) nearest = dirname(nearest);
  return access(nearest, constants.W_OK).then(
    () => code,
    (error: NodeJS.ErrnoException) => error.code,
  );
}

const WHY_NOT_WRITABLE: Readonly<Record<string, string>> = {
  EACCES: "this user has no right to",
  EPERM: "this user has no right to",
  EROFS: "it is on a read-only file system",
  ENOSPC: "the disk is full",
  EDQUOT: "the quota is used up",
  ENOTDIR: "a part of the path is a file",
  EEXIST: "it is a file",
};

const reasonOf = (error: unknown): string => {
  const code = (error as NodeJS.ErrnoException)?.code;
  return code ? `the database engine stopped with ${code}` : "the database engine could not open its files";
};

const damaged = (directory: string, reason: string, cause?: unknown) =>
  new Refusal(
    {
      code: "failed",
      message: `The database in ${directory} is damaged: ${reason}.`,
      field: "directory",
      value: directory,
      remedy: "Restore the directory from a backup, or move it away and start with an empty one.",
    },
    { cause },
  );
