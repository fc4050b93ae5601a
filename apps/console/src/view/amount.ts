/** An empty or half-typed number is sent as it is, so that the refusal about it is the server's own. */
export const amountOf = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text));
