"use client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import type { AppRouter } from "@v-available/api/router";

/** `useTRPC()` gives typed query and mutation options; `useTRPCClient()` the plain client. */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();
