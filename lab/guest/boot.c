#define _GNU_SOURCE
#include "boot.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* In the order of their dependencies; the build script copies the same ones. */
static const char *MODULES[] = {"virtio_ring", "virtio", "virtio_pci_legacy_dev", "virtio_pci_modern_dev", "virtio_pci",
                                "failover", "net_failover", "virtio_net", "virtio_blk"};
static char command_line[2048];

static void read_line(const char *path, char *out, size_t size) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t length = file < 0 ? 0 : read(file, out, size - 1);
  if (file >= 0) close(file);
  out[length > 0 ? length : 0] = 0;
  out[strcspn(out, "\n")] = 0;
}

static void insert_module(const char *name) {
  char path[128];
  snprintf(path, sizeof path, "/modules/%s.ko", name);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return; /* built into this kernel */
  if (syscall(SYS_finit_module, file, "", 0) && errno != EEXIST) printf("module %s: %s\n", name, strerror(errno));
  close(file);
}

void boot_prepare(void) {
  mkdir("/proc", 0755);
  mkdir("/sys", 0755);
  mkdir("/dev", 0755);
  mount("proc", "/proc", "proc", 0, 0);
  mount("sysfs", "/sys", "sysfs", 0, 0);
  mount("dev", "/dev", "devtmpfs", 0, 0);
  int console = open("/dev/console", O_RDWR);
  if (console >= 0)
    for (int fd = 0; fd < 3; fd++) dup2(console, fd);
  setvbuf(stdout, NULL, _IONBF, 0);
  read_line("/proc/cmdline", command_line, sizeof command_line);
  for (size_t i = 0; i < sizeof MODULES / sizeof *MODULES; i++) insert_module(MODULES[i]);
  for (int tries = 0; tries < 200; tries++) {
    if (access("/sys/class/net/eth0", F_OK) == 0 && access("/dev/vda", F_OK) == 0) break;
    usleep(10000);
  }
}

int boot_option(const char *key, char *value, size_t size) {
  size_t key_length = strlen(key);
  for (const char *at = command_line; at; at = strchr(at, ' ')) {
    if (*at == ' ') at++;
    if (strncmp(at, key, key_length) || at[key_length] != '=') continue;
    at += key_length + 1;
    snprintf(value, size, "%.*s", (int)strcspn(at, " "), at);
    return 1;
  }
  return 0;
}

void boot_id(char *out, size_t size) { read_line("/proc/sys/kernel/random/boot_id", out, size); }

static void bring_up(int control, const char *device) {
  struct ifreq request = {0};
  strncpy(request.ifr_name, device, IFNAMSIZ - 1);
  ioctl(control, SIOCGIFFLAGS, &request);
  request.ifr_flags |= IFF_UP | IFF_RUNNING;
  if (ioctl(control, SIOCSIFFLAGS, &request)) printf("%s up: %s\n", device, strerror(errno));
}

static void set_address(int control, unsigned long what, const char *text) {
  struct ifreq request = {0};
  strncpy(request.ifr_name, "eth0", IFNAMSIZ - 1);
  struct sockaddr_in *address = (struct sockaddr_in *)&request.ifr_addr;
  address->sin_family = AF_INET;
  inet_aton(text, &address->sin_addr);
  if (ioctl(control, what, &request)) printf("eth0 %s: %s\n", text, strerror(errno));
}

void boot_network(const char *ip, const char *mask) {
  int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  bring_up(control, "lo");
  set_address(control, SIOCSIFADDR, ip);
  set_address(control, SIOCSIFNETMASK, mask);
  bring_up(control, "eth0");
  close(control);
}

void boot_announce(void) {
  int sender = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), yes = 1;
  setsockopt(sender, SOL_SOCKET, SO_BROADCAST, &yes, sizeof yes);
  setsockopt(sender, SOL_SOCKET, SO_BINDTODEVICE, "eth0", sizeof "eth0");
  struct sockaddr_in all = {.sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = INADDR_BROADCAST};
  if (sendto(sender, "here", 4, 0, (struct sockaddr *)&all, sizeof all) < 0) printf("announce: %s\n", strerror(errno));
  close(sender);
}
