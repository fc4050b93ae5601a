import { makeHandler } from "@v-available/api/handler";
import { getServer } from "../../../../server/boot";

export const dynamic = "force-dynamic";

const handle = makeHandler(async (request) => (await getServer()).contextOf(request));

export { handle as GET, handle as POST };
