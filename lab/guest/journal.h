/* The guest's durable state: a ring of 512-byte records on a block device, each on the disk before it counts. */
#ifndef JOURNAL_H
#define JOURNAL_H
#include <stdint.h>

#define RECORD_BYTES 512
#define TEXT_BYTES 400
#define BOOT_ID_BYTES 40

struct record {
  char magic[8];
  uint64_t sequence;
  uint64_t counter;
  char boot_id[BOOT_ID_BYTES];
  char text[TEXT_BYTES];
  uint32_t checksum; /* of all bytes before it */
};

/* Finds the newest record. Returns 0, or an errno. */
int journal_open(const char *device);
/* Returns 0 once the record is on the disk, or an errno; then nothing was added. */
int journal_append(const char *boot_id, uint64_t counter, const char *text);
/* Returns 1 when the record is there and whole. */
int journal_read(uint64_t sequence, struct record *out);
/* Reads every record that should be there; returns how many are missing or damaged. */
uint64_t journal_check(uint64_t *checked);
uint64_t journal_last(void);
uint64_t journal_device_bytes(void);

#endif
