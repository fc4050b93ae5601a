const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * A formatter is dear to make, and a table has thousands of times: kept by zone and shape.
 * @throws RangeError on a time zone that does not exist
 */
export function dateFormat(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone} ${Object.entries(options).join()}`;
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat("en-GB", { timeZone, ...options });
    formats.set(key, made);
  }
  return made;
}
