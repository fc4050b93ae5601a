import { auditExportInput } from "@v-available/control-plane/audit/input";
import { fieldsOf } from "@v-available/control-plane/person/input";
import { getServer } from "../../../../server/boot";
import { orBack, originOf, seeOther } from "../../../../server/form";
import { tokenIn } from "../../../../server/session-cookie";
import { streamOf } from "../../../../server/stream";

export const dynamic = "force-dynamic";

const numberOrNull = (text: unknown): number | null => (typeof text === "string" && text !== "" ? Number(text) : null);

/** The entries of the audit log that are meant, as a file; they are read as they are sent. */
export async function POST(request: Request): Promise<Response> {
  const { access, exportAudit } = await getServer();
  const who = await access.find(tokenIn(request.headers), true);
  if (who === null) return seeOther("/sign-in?next=%2Faudit");
  const form = Object.fromEntries(await request.formData());
  const back = (refused: string) => `/audit?${new URLSearchParams({ refused })}`;
  return orBack(back, async () => {
    const input = fieldsOf(auditExportInput, {
      ...form,
      kind: form.kind || null,
      outcome: form.outcome || null,
      fromMs: numberOrNull(form.fromMs),
      untilMs: numberOrNull(form.untilMs),
    });
    const { contentType, fileName, chunks } = await exportAudit(input, { ...who, from: originOf(request.headers) });
    return new Response(streamOf(chunks), {
      headers: {
        "Content-Type": contentType,
        "Content-Disposition": `attachment; filename="${fileName}"`,
        "Cache-Control": "no-store",
      },
    });
  });
}
