import * as z from "zod";

export const SITE_NAME_LENGTH = 40;
const words = (what: string, most: number) =>
  z.string().trim().min(1, `${what} has at least 1 character`).max(most, `${what} has at most ${most} characters`);
const degrees = (what: string, most: number) =>
  z
    .number(`${what} is a number of degrees`)
    .min(-most, `${what} is at least -${most}`)
    .max(most, `${what} is at most ${most}`);

/** All of it as it is to be; null takes what was said back, and the backend's word holds again. */
export const changeSiteInput = z.object({
  siteId: z.uuid(),
  name: words("a name", SITE_NAME_LENGTH).nullable(),
  location: words("a place", 120).nullable(),
  position: z.object({ latitude: degrees("the latitude", 90), longitude: degrees("the longitude", 180) }).nullable(),
});
export type ChangeSiteInput = z.infer<typeof changeSiteInput>;
