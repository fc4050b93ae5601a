/** How many entries of the record the page of an incident shows; the server's first paint asks for as many. */
export const RECORD_LIMIT = 200;
