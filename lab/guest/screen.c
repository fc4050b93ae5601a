#define _GNU_SOURCE
#include "screen.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void screen_serve(const char *name, const char *boot_id) {
  if (fork() != 0) return;
  /* A terminal that is its own: the kernel echoes what is typed, and hands it over line by line. */
  setsid();
  int terminal = open("/dev/tty1", O_RDWR);
  if (terminal < 0) _exit(0); /* a kernel without a screen */
  dprintf(terminal, "\033[2J\033[H%s\nboot %s\n\nType a line, and it is repeated.\n> ", name, boot_id);
  char line[256];
  for (;;) {
    ssize_t length = read(terminal, line, sizeof line - 1);
    if (length <= 0) {
      sleep(1);
      continue;
    }
    line[length] = 0;
    line[strcspn(line, "\n")] = 0;
    dprintf(terminal, "%s was typed\n> ", line);
  }
}
