import { isIP } from "node:net";

export interface RequestOrigin {
  readonly method: string;
  /** The Host header: what the browser believes it speaks to. */
  readonly host: string | null;
  /** The Origin header. Browsers send it with every request that may change something; programs need not. */
  readonly origin: string | null;
}

export interface Objection {
  readonly message: string;
  readonly remedy: string;
}

const READS = new Set(["GET", "HEAD"]);

/**
 * Why a request is not answered, or null. Until people sign in, whoever reaches the console is its operator, so two ways
 * in through somebody's browser are closed: a name of a stranger that points to this address (an address can't be
 * rebound, a name can), and a form of another site that posts here.
 * @param names host names under which the console is reached, besides addresses and localhost
 */
export function objectionTo({ method, host, origin }: RequestOrigin, names: readonly string[]): Objection | null {
  const name = hostName(host);
  if (name === null || !(isIP(name) !== 0 || name === "localhost" || names.includes(name))) {
    return {
      message: `This console is not known as "${host ?? ""}".`,
      remedy: "Open it by its address, or start it with CONSOLE_HOSTS naming the host names it is reached by.",
    };
  }
  if (READS.has(method) || origin === null || hostOf(origin) === host?.toLowerCase()) return null;
  return {
    message: `A page of ${origin} may not change anything here.`,
    remedy: "Act from the console's own pages. A proxy in front of it must pass the Host header on.",
  };
}

/** Without the port and the brackets of an IPv6 address. */
export function hostName(host: string | null): string | null {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::\d+)?$/.exec(host ?? "") ?? [];
  return (bracketed ?? plain)?.toLowerCase() ?? null;
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null; // "null": a sandboxed frame or a file
  }
}

/** CONSOLE_HOSTS: names separated by commas. */
export const namesFrom = (text: string | undefined): string[] =>
  (text ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
