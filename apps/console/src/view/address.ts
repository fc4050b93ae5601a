/** Lists narrowed to one site: the filter of a list as its address. */
const siteWord = (siteName: string): string => siteName.toLowerCase().replace(/\s+/g, "");

export const machinesAt = (siteName: string): string =>
  `/machines?filter=site:${encodeURIComponent(siteWord(siteName))}`;
export const pairsAt = (siteName: string): string => `/pairs?filter=${encodeURIComponent(siteName)}`;
