interface Answer {
  readonly refusal?: { readonly message: string; readonly remedy?: string };
}

/** Why it did not come to anything, for whoever asked. */
export class NotDone extends Error {}

/** @throws NotDone with the words of the console */
export async function post<Body>(path: string, body: unknown): Promise<Body> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new NotDone("The console did not answer. Nothing was changed; try again.");
  });
  const answer = (await response.json().catch(() => ({}))) as Answer;
  if (response.ok) return answer as Body;
  const { message, remedy } = answer.refusal ?? { message: "The console could not do this because of a defect." };
  throw new NotDone([message, remedy].filter(Boolean).join(" "));
}

/** In words; a device that was asked and let go of says no more than that. */
export function sentenceOf(error: unknown): string {
  if (error instanceof NotDone) return error.message;
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "AbortError")
    return "The device did not answer, or it was called off. Nothing was changed.";
  if (name === "InvalidStateError") return "This device has a passkey of yours already.";
  return `The browser could not ask the device: ${error instanceof Error ? error.message : String(error)}`;
}
