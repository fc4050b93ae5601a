import type { AgentConfig } from "@v-available/domain/agent-config";
import type { Machine } from "../machine/machine";
import type { MachineFolder } from "../machine/machine-folder";

export const DISK_NODE = "disk0";

type Image = AgentConfig["images"][string];

const fill = (template: string, machine: Machine): string =>
  template
    .replaceAll("{name}", machine.name)
    .replaceAll("{ip}", machine.ip ?? "")
    .replaceAll("{mac}", machine.mac);

/**
 * QEMU's command line. Both hosts build it from the same machine, since a live migration needs the same hardware on
 * both sides. Memory stays off multiples of 256 KiB: under TCG, 7.2 loses stores in its dirty bitmap there.
 */
export function qemuArguments(
  qemu: AgentConfig["qemu"],
  machine: Machine,
  image: Image | null,
  at: MachineFolder,
  options: { paused?: boolean; incoming?: boolean },
): string[] {
  const disk = { driver: "raw", "node-name": DISK_NODE, file: { driver: "file", filename: at.disk } };
  const kernel =
    image?.kind === "kernel"
      ? ["-kernel", image.kernel, "-initrd", image.initrd, "-append", fill(image.commandLine, machine)]
      : [];
  return [
    ...["-name", `guest=${machine.name}`, "-accel", qemu.accelerator, "-machine", qemu.machine, "-cpu", qemu.cpu],
    ...["-m", `${machine.memoryMiB * 1024 + 8}K`, "-smp", String(machine.vcpus)],
    ...["-nodefaults", "-no-user-config", "-display", "none"],
    // A guest that goes down leaves its process standing: the agent then knows why, and ends or resets it.
    ...["-action", "reboot=shutdown,shutdown=pause"],
    ...at.monitors.flatMap((path) => ["-qmp", `unix:${path},server=on,wait=off`]),
    ...["-serial", `file:${at.console}`],
    // 8 MiB hold 1920 by 1080. The tablet tells places, not ways, and so the pointer is where it is seen to be.
    ...["-device", "VGA,vgamem_mb=8", "-device", "virtio-tablet-pci"],
    // Several may look at once, and whoever comes does not push the others out. Who may is not decided here.
    ...["-vnc", `unix:${at.screen},share=force-shared`],
    ...["-blockdev", JSON.stringify(disk)],
    ...["-device", `virtio-blk-pci,id=blk0,drive=${DISK_NODE},werror=stop,rerror=stop`],
    ...["-netdev", `tap,id=net0,ifname=${at.tap},script=no,downscript=no,vhost=off`],
    ...["-device", `virtio-net-pci,id=nic0,netdev=net0,mac=${machine.mac},romfile=`],
    ...kernel,
    ...(options.paused ? ["-S"] : []),
    // An incoming machine must not run before this side owns its token, so it is always paused, too.
    ...(options.incoming ? ["-incoming", "defer"] : []),
  ];
}
