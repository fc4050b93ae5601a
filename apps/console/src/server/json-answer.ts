import { Refusal } from "@v-available/domain/refusal";

const STATUS: Partial<Record<Refusal["code"], number>> = { unauthenticated: 401, forbidden: 403, conflict: 409 };

export const json = (body: unknown, status: number, ...cookies: readonly string[]): Response => {
  const headers = new Headers({ "Content-Type": "application/json", "Cache-Control": "no-store" });
  for (const cookie of cookies) headers.append("Set-Cookie", cookie);
  return new Response(JSON.stringify(body), { status, headers });
};

/** For what only a script can send; a refusal is told in its words, anything else is a defect and goes on. */
export async function orRefused(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message, field, limit, remedy } = error.detail;
    return json({ refusal: { code, message, field, limit, remedy } }, STATUS[code] ?? 400);
  }
}

/** The body of such a request; empty where it is none. */
export async function bodyOf(request: Request): Promise<Record<string, unknown>> {
  const body: unknown = await request.json().catch(() => ({}));
  return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
}
