import { type ComponentType, type LazyExoticComponent, lazy } from "react";

const RETRY_MS = 1_000;

/**
 * A part whose code is fetched when it is first drawn. A server that is away just then must not take the page down: it is
 * asked until it answers, and what stands around the part stays.
 */
export function lazily<Props>(load: () => Promise<ComponentType<Props>>): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    for (;;) {
      try {
        return { default: await load() };
      } catch (error) {
        console.warn("A part of the page could not be fetched; it is asked for again.", error);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  });
}
