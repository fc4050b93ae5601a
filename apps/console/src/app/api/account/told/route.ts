import { pageOf, seeOther } from "../../../../server/form";
import { tellNoMore } from "../../../../server/told-once";

export const dynamic = "force-dynamic";

/** What was shown once was kept: it is not shown again. */
export async function POST(request: Request): Promise<Response> {
  const form = await request.formData();
  return seeOther(pageOf(form.get("next")), tellNoMore(request.headers));
}
