/*
 * PID 1 of the lab's test machine. State in memory: a boot id and a counter. State on the disk: the journal.
 * One line a request, one line an answer, TCP port 7000:
 *   put <text>   ok <sequence>                          answered once the record is on the disk
 *   get <n>      record <n> <counter> <boot id> <text>  or: none
 *   inc          ok <counter>                           memory only
 *   status       {"name":…,"boot":…,"counter":…,"sequence":…,"uptimeMs":…}
 *   check        checked <n> bad <n>                    reads the whole journal from the disk
 *   crash        the kernel panics
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "boot.h"
#include "journal.h"
#include "screen.h"

#define PORT 7000
#define MAX_CLIENTS 64
#define LINE_BYTES 1024

static char name[64] = "guest";
static char this_boot[BOOT_ID_BYTES];
static uint64_t counter;

struct client {
  int length;
  char line[LINE_BYTES];
};
static struct pollfd sockets[MAX_CLIENTS + 1];
static struct client clients[MAX_CLIENTS + 1];
static int open_sockets = 1; /* the first one listens */

static unsigned long uptime_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (unsigned long)now.tv_sec * 1000ul + (unsigned long)now.tv_nsec / 1000000ul;
}

static void crash(void) {
  int trigger = open("/proc/sysrq-trigger", O_WRONLY);
  if (trigger >= 0 && write(trigger, "c", 1) == 1) return;
  exit(1); /* PID 1 gone is a panic, too */
}

static int answer(const char *line, char *out, size_t size) {
  struct record record;
  if (strncmp(line, "put ", 4) == 0) {
    int error = journal_append(this_boot, ++counter, line + 4);
    if (error) return snprintf(out, size, "error %s\n", strerror(error));
    return snprintf(out, size, "ok %lu\n", journal_last());
  }
  if (strncmp(line, "get ", 4) == 0) {
    uint64_t sequence = strtoull(line + 4, NULL, 10);
    if (!journal_read(sequence, &record)) return snprintf(out, size, "none\n");
    return snprintf(out, size, "record %lu %lu %s %s\n", record.sequence, record.counter, record.boot_id, record.text);
  }
  if (strcmp(line, "inc") == 0) return snprintf(out, size, "ok %lu\n", ++counter);
  if (strcmp(line, "status") == 0)
    return snprintf(out, size, "{\"name\":\"%s\",\"boot\":\"%s\",\"counter\":%lu,\"sequence\":%lu,\"uptimeMs\":%lu}\n",
                    name, this_boot, counter, journal_last(), uptime_ms());
  if (strcmp(line, "check") == 0) {
    uint64_t checked, bad = journal_check(&checked);
    return snprintf(out, size, "checked %lu bad %lu\n", checked, bad);
  }
  if (strcmp(line, "crash") == 0) crash();
  return snprintf(out, size, "error unknown request\n");
}

static void drop(int at) {
  close(sockets[at].fd);
  open_sockets--;
  sockets[at] = sockets[open_sockets];
  clients[at] = clients[open_sockets];
}

static void take_client(void) {
  int one = 1, fd = accept4(sockets[0].fd, NULL, NULL, SOCK_CLOEXEC);
  if (fd < 0) return;
  if (open_sockets > MAX_CLIENTS) {
    close(fd);
    return;
  }
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  sockets[open_sockets] = (struct pollfd){.fd = fd, .events = POLLIN};
  clients[open_sockets].length = 0;
  open_sockets++;
}

/* Returns 0 when the client is gone. */
static int serve(int at) {
  struct client *client = &clients[at];
  ssize_t got = read(sockets[at].fd, client->line + client->length, sizeof client->line - 1 - (size_t)client->length);
  if (got <= 0) return 0;
  client->length += (int)got;
  char *end, out[LINE_BYTES];
  while ((end = memchr(client->line, '\n', (size_t)client->length))) {
    *end = 0;
    int length = answer(client->line, out, sizeof out);
    if (write(sockets[at].fd, out, (size_t)length) != length) return 0;
    int used = (int)(end - client->line) + 1;
    client->length -= used;
    memmove(client->line, end + 1, (size_t)client->length);
  }
  return client->length < LINE_BYTES - 1;
}

static void listen_on_port(void) {
  int one = 1;
  sockets[0] = (struct pollfd){.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), .events = POLLIN};
  setsockopt(sockets[0].fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in any = {.sin_family = AF_INET, .sin_port = htons(PORT)};
  if (bind(sockets[0].fd, (struct sockaddr *)&any, sizeof any) || listen(sockets[0].fd, MAX_CLIENTS))
    printf("listen: %s\n", strerror(errno));
}

int main(void) {
  char ip[32] = "10.99.0.10", mask[32] = "255.255.255.0";
  boot_prepare();
  boot_option("guest.name", name, sizeof name);
  boot_option("guest.ip", ip, sizeof ip);
  boot_option("guest.mask", mask, sizeof mask);
  boot_id(this_boot, sizeof this_boot);
  int error = journal_open("/dev/vda");
  if (error) printf("journal: %s\n", strerror(error));
  struct record newest;
  if (journal_read(journal_last(), &newest)) counter = newest.counter;
  screen_serve(name, this_boot);
  listen_on_port();
  boot_network(ip, mask);
  boot_announce();
  printf("ready name=%s ip=%s boot=%s sequence=%lu disk=%lu uptimeMs=%lu\n", name, ip, this_boot, journal_last(),
         journal_device_bytes(), uptime_ms());
  for (int quiet = 0;;) {
    /* A few more announcements: the first may be sent before the switch forwards for this port. */
    int ready = poll(sockets, (nfds_t)open_sockets, quiet < 5 ? 200 : -1);
    if (quiet < 5) {
      boot_announce();
      quiet++;
    }
    if (ready <= 0) continue;
    for (int at = open_sockets - 1; at > 0; at--)
      if (sockets[at].revents && !serve(at)) drop(at);
    if (sockets[0].revents & POLLIN) take_client();
  }
}
