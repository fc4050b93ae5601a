import type { Duplex } from "node:stream";

/** What one says the other hears, as fast as it hears it; when one ends, both do. */
export function joinStreams(one: Duplex, other: Duplex): void {
  one.pipe(other);
  other.pipe(one);
  const end = () => {
    one.destroy();
    other.destroy();
  };
  for (const stream of [one, other]) stream.on("error", end).on("close", end);
}
