/** Numbers as people read them: always with a unit, never longer than needed. */

const plain = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

const short = (value: number): string => (Math.abs(value) >= 10 ? plain.format(value) : oneDigit.format(value));

/** Memory and disks: GiB from one GiB up. */
export function mibText(mib: number): string {
  if (mib >= 1024 * 1024) return `${short(mib / 1024 / 1024)} TiB`;
  return mib >= 1024 ? `${short(mib / 1024)} GiB` : `${plain.format(mib)} MiB`;
}

/** Rounded down, so that what is not complete never reads 100 %. */
export const percentText = (ratio: number): string => `${Math.floor(ratio * 100 + 1e-9)} %`;

/** "1 machine", "3 machines". */
export const countText = (count: number, one: string, many = `${one}s`): string =>
  `${plain.format(count)} ${count === 1 ? one : many}`;
