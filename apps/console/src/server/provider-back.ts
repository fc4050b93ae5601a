/** Where a provider sends browsers back to; it is registered there, so there is one. @param home of the console, as browsers know it */
export const providerBack = (home: string): string => `${home}/api/session/provider/back`;
