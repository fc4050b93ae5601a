import { type NextRequest, NextResponse } from "next/server";
import { namesFrom, objectionTo } from "./server/request-origin";

const names = namesFrom(process.env.CONSOLE_HOSTS);

/** Runs before every page and every call. */
export function proxy({ method, headers }: NextRequest): NextResponse {
  const objection = objectionTo({ method, host: headers.get("host"), origin: headers.get("origin") }, names);
  return objection ? NextResponse.json(objection, { status: 403 }) : NextResponse.next();
}

export const config = { matcher: ["/((?!_next/static/).*)"] };
