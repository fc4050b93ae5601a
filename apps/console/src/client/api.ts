const URL_OF_API = "/api/trpc";
/** A server that hangs keeps a question waiting this long; then it counts as not answered, and the page says so. */
const PATIENCE_MS = 15_000;

/** What the API answered instead of a result. `refusal.ts` reads what it carries. */
export class ApiError extends Error {
  readonly data: unknown;
  constructor(message: string, data: unknown) {
    super(message);
    this.data = data;
  }
}

type Answer =
  | { readonly result: { readonly data?: unknown } }
  | { readonly error: { readonly message: string; readonly data: unknown } };

/** On the way to another page already, by a form or a link: to ask for this one anew would break that off. */
let leaves = false;
if (typeof window !== "undefined")
  addEventListener("beforeunload", () => {
    leaves = true;
  });

async function read(response: Response): Promise<unknown> {
  // Signed out, here or elsewhere: the page is asked for anew, and leads to where one signs in.
  if (response.status === 401 && !leaves) location.reload();
  const answer = (await response.json()) as Answer;
  if ("error" in answer) throw new ApiError(answer.error.message, answer.error.data);
  return answer.result.data;
}

/** The address of a question or a stream; `input` goes with it as JSON. */
export const addressOf = (procedure: string, input: unknown): string =>
  `${URL_OF_API}/${procedure}${input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`}`;

/** Asks a query. Questions go out side by side: an answer does not wait for a slower one. */
export const ask = async (procedure: string, input: unknown): Promise<unknown> =>
  read(await fetch(addressOf(procedure, input), { signal: AbortSignal.timeout(PATIENCE_MS) }));

/** Calls a mutation. */
export const tell = async (procedure: string, input: unknown): Promise<unknown> =>
  read(
    await fetch(addressOf(procedure, undefined), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: input === undefined ? null : JSON.stringify(input),
    }),
  );
