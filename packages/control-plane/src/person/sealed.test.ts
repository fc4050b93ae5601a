import { expect, it } from "vitest";
import { isSealed, secretsBy } from "./sealed";

const secrets = secretsBy(async () => "a secret of the console");
const refused = { code: "blocked" };

it("gives back what it has sealed, which shows nothing of it and is another text each time", async () => {
  const [one, other] = [await secrets.seal("JBSWY3DP", "ada"), await secrets.seal("JBSWY3DP", "ada")];
  expect(isSealed(one) && !isSealed("JBSWY3DP")).toBe(true);
  expect(one).not.toContain("JBSWY3DP");
  expect(one).not.toBe(other);
  expect(await secrets.open(one, "ada")).toBe("JBSWY3DP");
});

it("opens nothing that is somebody else's, was changed, or was sealed with another secret", async () => {
  const sealed = await secrets.seal("JBSWY3DP", "ada");
  await expect(secrets.open(sealed, "ben")).rejects.toMatchObject(refused);
  const at = sealed.length - 3;
  const changed = `${sealed.slice(0, at)}${sealed[at] === "A" ? "B" : "A"}${sealed.slice(at + 1)}`;
  for (const text of [changed, sealed.slice(0, -4), "JBSWY3DP", ""])
    await expect(secrets.open(text, "ada"), text).rejects.toMatchObject(refused);
  await expect(secretsBy(async () => "another").open(sealed, "ada")).rejects.toMatchObject(refused);
});

it("asks for the console's secret at the first use, and anew where it could not be read", async () => {
  const answers = [Promise.reject(new Error("the disk is away")), Promise.resolve("a secret of the console")];
  const slow = secretsBy(() => answers.shift() ?? Promise.reject(new Error("asked twice")));
  await expect(slow.seal("x", "ada")).rejects.toThrow("the disk is away");
  expect(await secrets.open(await slow.seal("x", "ada"), "ada")).toBe("x");
  expect(await slow.seal("y", "ada")).toContain("sealed-1:");
});
