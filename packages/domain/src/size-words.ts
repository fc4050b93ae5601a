import { numberWords, trimmed } from "./wording";

/** Sizes and rates as people read them. Apart from the other words because the first page shows none. */

const MIB = 1024 * 1024;
const BYTE_UNITS = [
  { name: "TiB", bytes: MIB * MIB },
  { name: "GiB", bytes: 1024 * MIB },
  { name: "MiB", bytes: MIB },
  { name: "KiB", bytes: 1024 },
  { name: "B", bytes: 1 },
] as const;

const unitFor = (bytes: number) => BYTE_UNITS.find((unit) => bytes >= unit.bytes) ?? BYTE_UNITS[4];

/** "120 GiB", "1.5 TiB", "96 MiB". */
export function bytesWords(bytes: number): string {
  const unit = unitFor(bytes);
  return `${amount(bytes / unit.bytes)} ${unit.name}`;
}

/** "78 of 184 GiB": the unit once, that of the whole. */
export function bytesOfWords(doneBytes: number, totalBytes: number): string {
  const unit = unitFor(totalBytes);
  return `${amount(doneBytes / unit.bytes)} of ${amount(totalBytes / unit.bytes)} ${unit.name}`;
}

/** Memory and disks are defined in MiB. "32 GiB". */
export const mebibytesWords = (mebibytes: number): string => bytesWords(mebibytes * MIB);

/** "240 MB/s": rates are decimal, as links and disks are sold. */
export function rateWords(bytesPerSecond: number): string {
  if (bytesPerSecond >= 1e9) return `${amount(bytesPerSecond / 1e9)} GB/s`;
  if (bytesPerSecond >= 1e6) return `${amount(bytesPerSecond / 1e6)} MB/s`;
  if (bytesPerSecond >= 1e3) return `${amount(bytesPerSecond / 1e3)} kB/s`;
  return `${Math.round(bytesPerSecond)} B/s`;
}

const amount = (value: number): string => (value < 10 ? trimmed(value, 1) : numberWords(value));
