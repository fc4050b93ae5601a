import { describe, expect, it } from "vitest";
import { newTaskKey } from "./task-key";

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("the key of an intent", () => {
  it("is a random UUID, a new one each time", () => {
    expect(newTaskKey()).toMatch(UUID_V4);
    expect(newTaskKey()).not.toBe(newTaskKey());
  });
  it("is one too where the page came over plain http", () => {
    const plain = { getRandomValues: crypto.getRandomValues.bind(crypto) } as Pick<Crypto, "getRandomValues">;
    expect(newTaskKey(plain)).toMatch(UUID_V4);
    expect(newTaskKey(plain)).not.toBe(newTaskKey(plain));
  });
});
