/** Our own identity of a thing: a UUIDv7, so that ids sort by the time they were given. */
declare const noun: unique symbol;
export type Id<Noun extends string> = string & { readonly [noun]: Noun };

export type SiteId = Id<"site">;
export type HostId = Id<"host">;
export type HostPairId = Id<"host-pair">;
export type LinkId = Id<"link">;
export type WitnessId = Id<"witness">;
export type VmId = Id<"vm">;
export type FaultId = Id<"fault">;
export type AlarmId = Id<"alarm">;
export type IncidentId = Id<"incident">;
export type EventId = Id<"event">;
export type TaskId = Id<"task">;

/** How an adapter names the same thing: opaque outside the adapter. */
export interface ExternalRef {
  readonly adapter: string;
  readonly ref: string;
}

/**
 * A UUIDv7 from a time and ten random bytes; both are passed in, so that callers decide where time and chance come from.
 * @param atMs milliseconds since the Unix epoch, 0 ≤ atMs < 2^48
 * @param random at least ten bytes
 * @throws RangeError on fewer than ten bytes. Source: RFC 9562, section 5.7.
 */
export function uuidv7<Noun extends string>(atMs: number, random: Uint8Array): Id<Noun> {
  if (random.length < 10) throw new RangeError(`uuidv7 needs 10 random bytes, has ${random.length}`);
  const bytes = new Uint8Array(16);
  let time = Math.floor(atMs);
  for (let i = 5; i >= 0; i--) {
    bytes[i] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id<Noun>;
}
