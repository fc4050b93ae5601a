import { Client } from "pg";

/** Any number that nobody else uses in this database. */
const LEADER_LOCK = 7_460_114_202;
const ASK_AGAIN_MS = 500;

export interface LeadershipOptions {
  readonly url: string;
  /** Ends the candidacy, and the lead with it. */
  readonly signal: AbortSignal;
  /** Runs while this process leads. It must end soon after its own signal aborts: another may lead already. */
  readonly lead: (signal: AbortSignal) => Promise<void>;
  readonly onTrouble: (message: string) => void;
}

/**
 * One leader among all processes of a database. The lock lives on a connection of its own: it is free as soon as the
 * server notices that this process is gone.
 */
export async function holdLeadership({ url, signal, lead, onTrouble }: LeadershipOptions): Promise<void> {
  while (!signal.aborted) {
    const client = new Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 5_000 });
    const lost = new AbortController();
    const loseIt = () => lost.abort();
    client.on("error", loseIt);
    client.on("end", loseIt);
    signal.addEventListener("abort", loseIt, { once: true });
    try {
      await client.connect();
      while (!lost.signal.aborted) {
        const { rows } = await client.query<{ got: boolean }>("select pg_try_advisory_lock($1) as got", [LEADER_LOCK]);
        if (rows[0]?.got) await lead(lost.signal);
        else await pause(ASK_AGAIN_MS, lost.signal);
      }
    } catch (error) {
      if (!signal.aborted) onTrouble(`The leader's connection to PostgreSQL failed: ${(error as Error).message}`);
    } finally {
      signal.removeEventListener("abort", loseIt);
      await client.end().catch(() => {});
    }
    if (!signal.aborted) await pause(ASK_AGAIN_MS, signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
    if (signal.aborted) done();
  });
}
