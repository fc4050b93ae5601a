import { getServer } from "../../../server/boot";

export const dynamic = "force-dynamic";

/** 200 once the database is open and its migrations are applied: what a load balancer and `npm start` ask. */
export async function GET(): Promise<Response> {
  await getServer();
  return Response.json({ ready: true });
}
