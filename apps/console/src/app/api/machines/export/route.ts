import { exportMachinesInput } from "@v-available/control-plane/vm/input";
import { Refusal } from "@v-available/domain/refusal";
import { getServer } from "../../../../server/boot";
import { seeOther } from "../../../../server/form";
import { streamOf } from "../../../../server/stream";
import { parseColumns, parseOrder } from "../../../machines/list-address";

export const dynamic = "force-dynamic";

/** All machines that a query finds, as a file; its address is that of the list. */
export async function GET(request: Request): Promise<Response> {
  const server = await getServer();
  const { queries, actor } = await server.contextOf({ headers: request.headers, method: "GET" });
  const { search, searchParams } = new URL(request.url);
  if (actor === null) return seeOther(`/sign-in?${new URLSearchParams({ next: `/machines${search}` })}`);
  const of = (name: string): string => searchParams.get(name) ?? "";
  try {
    const { data, error } = exportMachinesInput.safeParse({
      filter: of("filter"),
      sort: parseOrder(of("sort")),
      columns: parseColumns(of("columns")),
    });
    if (error)
      throw new Refusal({
        code: "invalid",
        message: "The query is too long to be answered.",
        field: "filter",
        limit: "1,000 letters",
        remedy: "Shorten it.",
      });
    const { contentType, fileName, chunks } = await queries.machineExport(data);
    return new Response(streamOf(chunks), {
      headers: {
        "Content-Type": contentType,
        "Content-Disposition": `attachment; filename="${fileName}"`,
        "Cache-Control": "no-store",
      },
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return Response.json(error.detail, { status: 400 });
  }
}
