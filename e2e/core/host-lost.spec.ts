import { machineNamed } from "../api";
import { allWell, whileHostLost } from "../broken";
import { expect, open, test } from "../test";

const COMES = { timeout: 45_000 };

test("the active host is lost: the console tells it as it goes, and the machine comes back on the other host", async ({
  page,
  world,
}) => {
  await allWell(world);
  const machine = await machineNamed(world, world.machine);
  const lost = machine.activeSide;
  const survivor = machine.hosts[lost === "a" ? "b" : "a"];
  await open(page, "/");
  const sentence = page.getByRole("heading", { level: 1 });
  await expect(sentence).toHaveText(/protected\.$/);
  const incident = page.getByRole("region", { name: /^INC-\d+/ });
  const moment = (word: string) => incident.getByRole("listitem").filter({ hasText: word }).first();

  await whileHostLost(world, lost, async () => {
    await test.step("the incident appears, with its moments in order", async () => {
      await expect(incident).toBeVisible(COMES);
      await expect(incident.getByRole("heading")).toContainText(machine.hosts[lost], COMES);
      for (const word of ["Detected", "Decided", "Acted"]) {
        await expect(moment(word)).not.toContainText("not yet", COMES);
        await expect(moment(word)).toContainText(/\d/);
      }
      await expect(moment("Redundancy restored")).toContainText(/not known when|expected/);
    });
    await test.step("the sentence says what runs on one copy", async () => {
      await expect(sentence).toHaveText(
        /(is|are) (not )?protected\. \d+ runs? on one copy at .+ since \d\d:\d\d:\d\d/,
        COMES,
      );
    });
    await test.step("the machine runs on the other host, on one copy", async () => {
      await incident.getByRole("link", { name: new RegExp(`Unprotected: ${world.machine}`) }).click();
      await expect(page.getByRole("heading", { level: 1, name: world.machine })).toBeVisible();
      await expect(page).toHaveTitle(`${world.machine}, unprotected`, COMES);
      await expect(page.getByRole("region", { name: `${survivor}, active` })).toContainText("Running");
      await expect(page.getByRole("region", { name: `${machine.hosts[lost]}, gone` })).toContainText(
        "the host is not there",
      );
      await expect(page.getByRole("img", { name: "Declared High Availability, effective Unprotected" })).toBeVisible();
    });
  });

  await test.step("with the host back there are two copies again", async () => {
    await expect(page).toHaveTitle(`${world.machine}, protected`, COMES);
    await expect(page.getByRole("region", { name: `${survivor}, active` })).toContainText("UpToDate");
    await expect(page.getByRole("region", { name: `${machine.hosts[lost]}, standby` })).toContainText("UpToDate");
    await page.getByRole("navigation", { name: "Main", exact: true }).getByRole("link", { name: "Overview" }).click();
    await expect(sentence).toHaveText(/^(All \d+ machines are|The one machine is) protected\.$/, COMES);
    await expect(page.getByRole("region", { name: "No incident runs" })).toBeVisible();
    const handled = page.getByRole("table", { name: "Handled today" });
    await handled
      .getByRole("link", { name: new RegExp(machine.hosts[lost]) })
      .first()
      .click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Redundancy was restored after");
  });
});

test("a machine is moved to the other host as planned, and stays protected", async ({ page, world }) => {
  await allWell(world);
  const machine = await machineNamed(world, world.machine);
  const from = machine.activeSide;
  const to = from === "a" ? "b" : "a";
  await open(page, `/machines/${machine.id}`);
  const move = async (name: string) => {
    await page.getByRole("button", { name: `Make ${name} active` }).click();
    const dialog = page.getByRole("dialog", { name: "Make the other side active" });
    await expect(dialog).toContainText("Acknowledged writes are kept");
    await dialog.getByRole("button", { name: `Make ${name} active` }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole("region", { name: `${name}, active` })).toContainText("Running", COMES);
    await expect(page).toHaveTitle(`${world.machine}, protected`, COMES);
    await allWell(world);
  };
  await move(machine.hosts[to]);
  await move(machine.hosts[from]);
});
