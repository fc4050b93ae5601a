/** Numbers as people read them: always with a unit, never longer than needed. */

const plain = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

const short = (value: number): string => (Math.abs(value) >= 10 ? plain.format(value) : oneDigit.format(value));

/** Memory and disks: GiB from one GiB up. */
export function mibText(mib: number): string {
  if (mib >= 1024 * 1024) return `${short(mib / 1024 / 1024)} TiB`;
  return mib >= 1024 ? `${short(mib / 1024)} GiB` : `${plain.format(mib)} MiB`;
}

export const bytesText = (bytes: number): string => mibText(bytes / 1024 / 1024);

/** Rates are decimal, as networks and disks are sold. */
export function rateText(bytesPerSecond: number): string {
  if (bytesPerSecond >= 1e9) return `${short(bytesPerSecond / 1e9)} GB/s`;
  if (bytesPerSecond >= 1e6) return `${short(bytesPerSecond / 1e6)} MB/s`;
  return `${short(bytesPerSecond / 1e3)} kB/s`;
}

/** Rounded down, so that what is not complete never reads 100 %. */
export const percentText = (ratio: number): string => `${Math.floor(ratio * 100 + 1e-9)} %`;

/** A length of time in its one fitting unit, or two where the second still tells something. */
export function durationText(ms: number): string {
  const at = Math.max(0, ms);
  if (at < 1_000) return `${plain.format(at)} ms`;
  if (at < 10_000) return `${oneDigit.format(at / 1_000)} s`;
  if (at < 120_000) return `${plain.format(at / 1_000)} s`;
  const minutes = Math.round(at / 60_000);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(at / 3_600_000);
  return hours < 48 ? `${hours} h` : `${plain.format(at / 86_400_000)} days`;
}

const pad = (value: number): string => String(value).padStart(2, "0");

/** Clock time of the reader's own zone; with the day when it was not today. */
export function clockText(atMs: number, nowMs: number): string {
  const at = new Date(atMs);
  const clock = `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
  if (new Date(nowMs).toDateString() === at.toDateString()) return clock;
  const day = at.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
  return `${day} ${clock}`;
}

/** "1 machine", "3 machines". */
export const countText = (count: number, one: string, many = `${one}s`): string =>
  `${plain.format(count)} ${count === 1 ? one : many}`;
