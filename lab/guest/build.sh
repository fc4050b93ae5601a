#!/bin/sh
# Builds the test machine's kernel and initrd into the folder that is named: Debian's cloud kernel, its virtio modules and
# one static program as PID 1. Needs apt-get, dpkg-deb, gcc, cpio. The folder appears whole or not at all.
set -eu
target=${1:?usage: build.sh <folder>}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

kernel_package() {
  apt-cache depends linux-image-cloud-amd64 2>/dev/null | sed -n 's/^ *Depends: \(linux-image-[^ ]*\)$/\1/p' | head -n 1
}
package=$(kernel_package)
# The lists of a fresh system are empty.
[ -n "$package" ] || { apt-get update -qq >&2 && package=$(kernel_package); }
[ -n "$package" ] || { echo "apt knows no package linux-image-cloud-amd64; Debian has it" >&2; exit 1; }
(cd "$work" && apt-get download -qq "$package" && dpkg-deb -x "$package"_*.deb kernel)

mkdir -p "$work/root/modules" "$work/root/dev" "$work/root/proc" "$work/root/sys" "$work/out"
for module in virtio virtio_ring virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci failover net_failover virtio_net virtio_blk; do
  found=$(find "$work/kernel/lib/modules" -name "$module.ko")
  [ -z "$found" ] || cp "$found" "$work/root/modules/"
done
gcc -std=c11 -O2 -Wall -Wextra -Werror -static -s -o "$work/root/init" "$here/main.c" "$here/boot.c" "$here/journal.c" "$here/screen.c"
mknod "$work/root/dev/console" c 5 1
(cd "$work/root" && find . | cpio --create --format=newc --quiet --owner=0:0 | gzip -1) > "$work/out/initrd.gz"
cp "$work"/kernel/boot/vmlinuz-* "$work/out/vmlinuz"

mkdir -p "$(dirname "$target")"
rm -rf "$target"
mv "$work/out" "$target"
