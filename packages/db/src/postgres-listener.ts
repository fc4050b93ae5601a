import type { Client } from "pg";
import type { Listener } from "./database";

const RECONNECT_AFTER_MS = 500;

/** A connection of its own, since a pool or a transaction pooler loses LISTEN; it comes back by itself. */
export async function listenOnPostgres(
  makeClient: () => Client,
  channel: string,
  listener: Listener,
  onTrouble: (message: string) => void,
): Promise<() => Promise<void>> {
  let client: Client | null = null;
  let stopped = false;
  let retry: NodeJS.Timeout | undefined;

  const connect = async () => {
    const next = makeClient();
    const lost = (error?: Error) => {
      if (client !== next) return;
      client = null;
      if (stopped) return;
      onTrouble(`The listening connection to PostgreSQL was lost${error ? `: ${error.message}` : ""}.`);
      reconnectLater();
    };
    next.on("error", lost);
    next.on("end", () => lost());
    next.on("notification", ({ payload }) => listener.onMessage(payload ?? ""));
    await next.connect();
    await next.query(`listen ${JSON.stringify(channel)}`);
    client = next;
  };
  const reconnectLater = () => {
    retry = setTimeout(async () => {
      try {
        await connect();
        if (stopped) await client?.end();
        else listener.onReconnect();
      } catch (error) {
        onTrouble(`PostgreSQL still does not answer: ${(error as Error).message}`);
        if (!stopped) reconnectLater();
      }
    }, RECONNECT_AFTER_MS);
  };
  await connect();
  return async () => {
    stopped = true;
    clearTimeout(retry);
    await client?.end();
  };
}
