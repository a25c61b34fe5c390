// Loaded into a tool before the C library (LD_PRELOAD): reads and writes that do less than they were asked to, or are
// interrupted, and a clock that jumps. FAULTY_SEED begins its random numbers; FAULTY_IO and FAULTY_CLOCK switch it on.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static unsigned next(unsigned bound) {
    static _Thread_local unsigned state;
    if (!state) state = (getenv("FAULTY_SEED") ? atoi(getenv("FAULTY_SEED")) : 1) | 1;
    return rand_r(&state) % bound;
}

// How much is done of what is asked for; -1 where it is to be interrupted.
static ssize_t part(size_t count) {
    // The emulator that compiles for relup-runtime gives up by itself.
    if (!getenv("FAULTY_IO") || strncmp(program_invocation_short_name, "erl", 3) == 0 ||
        strncmp(program_invocation_short_name, "beam", 4) == 0)
        return count;
    if (next(20) == 0) {
        errno = EINTR;
        return -1;
    }
    return count > 1 ? 1 + next(count < 4000 ? count : 4000) : count;
}

ssize_t read(int file, void *bytes, size_t count) {
    ssize_t (*real)(int, void *, size_t) = dlsym(RTLD_NEXT, "read");
    ssize_t some = part(count);
    return some < 0 ? -1 : real(file, bytes, some);
}

ssize_t pread(int file, void *bytes, size_t count, off_t offset) {
    ssize_t (*real)(int, void *, size_t, off_t) = dlsym(RTLD_NEXT, "pread");
    ssize_t some = part(count);
    return some < 0 ? -1 : real(file, bytes, some, offset);
}

ssize_t write(int file, const void *bytes, size_t count) {
    ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
    ssize_t some = part(count);
    return some < 0 ? -1 : real(file, bytes, some);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
    int status = real(clock, now);
    // The others never go back.
    if (getenv("FAULTY_CLOCK") && clock == CLOCK_REALTIME) now->tv_sec += (long)next(4000000000u) - 2000000000;
    return status;
}

time_t time(time_t *now) {
    struct timespec clock;
    clock_gettime(CLOCK_REALTIME, &clock);
    if (now) *now = clock.tv_sec;
    return clock.tv_sec;
}
