import { Refusal } from "@v-available/domain/refusal";
import { getServer } from "../../../../../server/boot";
import { orRefused } from "../../../../../server/json-answer";
import { bodyOf } from "../../../../../server/screen-frames";
import { screenSession, UNKNOWN_PERSON } from "../../../../../server/screen-session";

export const dynamic = "force-dynamic";

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Opens the screen of a machine: the answer carries it, until it is over or the page goes away. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return orRefused(async () => {
    const { id } = await params;
    const server = await getServer();
    const { actor, whileSignedIn } = await server.contextOf({ headers: request.headers, method: "POST" });
    const session = screenSession(request.headers);
    if (actor === null || session === null) throw new Refusal(UNKNOWN_PERSON);
    if (!ID.test(id))
      throw new Refusal({
        code: "not-found",
        message: "There is no such machine.",
        field: "machineId",
        limit: "the id of a machine",
        remedy: "Choose it in the list of machines.",
      });
    const screen = await server.screens.open({ machineId: id, session }, actor);
    const signedIn = whileSignedIn(request.signal);
    const end = () => screen.close(request.signal.aborted ? "closed" : "signed-out");
    signedIn.addEventListener("abort", end, { once: true });
    if (signedIn.aborted) end();
    return new Response(bodyOf(screen), {
      headers: {
        "Content-Type": "application/octet-stream",
        // A proxy that gathers or packs it would hold up what is typed.
        "Cache-Control": "no-store, no-transform",
        "X-Accel-Buffering": "no",
      },
    });
  });
}
