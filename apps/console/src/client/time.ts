/** Times as people read them: the clock time first, then the age; a number never stands without its unit. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  let found = formatters.get(name);
  if (!found) {
    found = new Intl.DateTimeFormat("en-GB", options);
    formatters.set(name, found);
  }
  return found;
}

/** "10:42:07", or "10:42:07.214" where the thousandths matter. */
export function formatClock(atMs: number, zone: string, precision: "s" | "ms" | "min" = "s"): string {
  const clock = formatter(`clock ${precision} ${zone}`, {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    ...(precision === "min" ? {} : { second: "2-digit" }),
    hourCycle: "h23",
  }).format(atMs);
  return precision === "ms" ? `${clock}.${String(Math.floor(atMs % SECOND_MS)).padStart(3, "0")}` : clock;
}

/** "17 September", with the year where it is not this one. */
export function formatDate(atMs: number, zone: string, form: "long" | "short" = "short"): string {
  return formatter(`date ${form} ${zone}`, { timeZone: zone, day: "numeric", month: form }).format(atMs);
}

/** The clock time on the same day, the date and the clock time on any other. */
export function formatMoment(atMs: number, nowMs: number, zone: string): string {
  const clock = formatClock(atMs, zone);
  return formatDate(atMs, zone) === formatDate(nowMs, zone) && Math.abs(nowMs - atMs) < DAY_MS
    ? clock
    : `${formatDate(atMs, zone)} ${formatClock(atMs, zone, "min")}`;
}

const plural = (count: number, unit: string): string => `${count} ${unit}`;

/** "86 ms", "0.48 s", "12 s", "9 min 48 s", "15 h 22 min", "3 d 4 h": two units at most. */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, durationMs);
  if (ms < SECOND_MS) return plural(Math.round(ms), "ms");
  if (ms < 10 * SECOND_MS) return `${(ms / SECOND_MS).toFixed(ms < 2 * SECOND_MS ? 2 : 1)} s`;
  const two = (big: number, small: number, bigUnit: string, smallUnit: string): string => {
    const rounded = Math.round(ms / small) * small;
    const whole = Math.floor(rounded / big);
    const rest = Math.round((rounded - whole * big) / small);
    return rest === 0 ? plural(whole, bigUnit) : `${whole} ${bigUnit} ${String(rest).padStart(2, "0")} ${smallUnit}`;
  };
  if (ms < MINUTE_MS - 500) return plural(Math.round(ms / SECOND_MS), "s");
  if (ms < HOUR_MS - 500) return two(MINUTE_MS, SECOND_MS, "min", "s");
  if (ms < DAY_MS - 30_000) return two(HOUR_MS, MINUTE_MS, "h", "min");
  return two(DAY_MS, HOUR_MS, "d", "h");
}

/** "about 8 min": one unit, never finer than it deserves. */
export function formatAbout(durationMs: number): string {
  const ms = Math.max(0, durationMs);
  if (ms < 90 * SECOND_MS) return `about ${Math.max(1, Math.round(ms / SECOND_MS))} s`;
  if (ms < 90 * MINUTE_MS) return `about ${Math.round(ms / MINUTE_MS)} min`;
  if (ms < 36 * HOUR_MS) return `about ${Math.round(ms / HOUR_MS)} h`;
  return `about ${Math.round(ms / DAY_MS)} d`;
}

/** "0.4 s", "12 s", "3 min": how old something is. */
export function formatAge(ageMs: number): string {
  const ms = Math.max(0, ageMs);
  if (ms < 9_950) return `${(ms / SECOND_MS).toFixed(1)} s`;
  if (ms < 90 * SECOND_MS) return plural(Math.round(ms / SECOND_MS), "s");
  if (ms < 90 * MINUTE_MS) return plural(Math.round(ms / MINUTE_MS), "min");
  if (ms < 36 * HOUR_MS) return plural(Math.round(ms / HOUR_MS), "h");
  return plural(Math.round(ms / DAY_MS), "d");
}

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** "184 GiB". */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < BYTE_UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${BYTE_UNITS[unit]}`;
}

/** "240 MB/s". */
export function formatRate(bytesPerSecond: number): string {
  if (bytesPerSecond >= 1e9) return `${(bytesPerSecond / 1e9).toFixed(1)} GB/s`;
  if (bytesPerSecond >= 1e6) return `${Math.round(bytesPerSecond / 1e6)} MB/s`;
  return `${Math.round(bytesPerSecond / 1e3)} kB/s`;
}
