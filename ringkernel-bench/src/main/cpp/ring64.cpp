// The floors of the rings: the least that must be done to pass 64-byte messages through the memory that SpscRing and
// MpscRing lay out (RingLayout.java), with their protocol. A shared library, so that the same two threads of the same
// JVM run it in the same harness.
//
// A message is eight longs, n to n + 7, written and read one by one. Each end works until it has moved `count` messages
// or has found the ring full or empty `spins` times in a row; it returns how many it moved. It publishes, and gives
// back, up to `batch` messages at once, as many as there is room for or as are there.

#include <cstdint>

namespace {

constexpr long RETIRED = 32;
constexpr long CAPACITY = 16;
constexpr long TAIL = 128;
constexpr long CACHED_HEAD = TAIL + 8;
constexpr long HEAD = 256;
constexpr long CACHED_TAIL = HEAD + 8;
constexpr long SLOTS = 384;
constexpr long SLOT_BYTES = 64;
constexpr long PREFIX = 16; // of an MPSC slot: state, owner
constexpr int PAUSES = 8;
constexpr int PRODUCER_SHIFT = 56;

// Where the consumer counts: the next number of each producer, and the sum of all fields; see Tally.java.
struct Tally {
    int64_t next[4];
    int64_t sum;
};

inline int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

inline int64_t *at(char *memory, int64_t offset) { return reinterpret_cast<int64_t *>(memory + offset); }

inline int64_t plain(char *memory, int64_t offset) { return *at(memory, offset); }

inline void plain(char *memory, int64_t offset, int64_t value) { *at(memory, offset) = value; }

inline int64_t acquire(char *memory, int64_t offset) { return __atomic_load_n(at(memory, offset), __ATOMIC_ACQUIRE); }

inline void release(char *memory, int64_t offset, int64_t value) {
    __atomic_store_n(at(memory, offset), value, __ATOMIC_RELEASE);
}

// Waits a moment, as RingEnds.java does; returns false if there were enough.
inline bool pause(int64_t idle, int64_t spins) {
    for (int i = 0; i < PAUSES; i++) {
#if defined(__x86_64__)
        __builtin_ia32_pause();
#elif defined(__aarch64__)
        asm volatile("isb" ::: "memory");
#endif
    }
    return idle <= spins;
}

inline void write(char *slot, int64_t number) {
    auto *field = reinterpret_cast<int64_t *>(slot);
    field[0] = number;
    field[1] = number + 1;
    field[2] = number + 2;
    field[3] = number + 3;
    field[4] = number + 4;
    field[5] = number + 5;
    field[6] = number + 6;
    field[7] = number + 7;
}

// Returns whether the message is the next of its producer.
inline bool read(const char *slot, Tally &tally) {
    auto *field = reinterpret_cast<const int64_t *>(slot);
    int64_t number = field[0];
    int64_t &next = tally.next[static_cast<uint64_t>(number) >> PRODUCER_SHIFT & 3];
    if (number != next) {
        return false;
    }
    next = number + 1;
    tally.sum += number + field[1] + field[2] + field[3] + field[4] + field[5] + field[6] + field[7];
    return true;
}

} // namespace

extern "C" {

int64_t spsc_send(char *ring, int64_t first, int64_t count, int64_t batch, int64_t spins) {
    const int64_t capacity = plain(ring, CAPACITY);
    int64_t tail = plain(ring, TAIL);
    int64_t cached = plain(ring, CACHED_HEAD);
    int64_t idle = 0;
    int64_t sent = 0;
    while (sent < count) {
        int64_t wanted = least(batch, count - sent);
        if (capacity - (tail - cached) < wanted) {
            cached = acquire(ring, HEAD);
        }
        int64_t free = least(wanted, capacity - (tail - cached));
        if (free == 0) {
            if (!pause(++idle, spins)) {
                break;
            }
            continue;
        }
        idle = 0;
        for (int64_t i = 0; i < free; i++) {
            write(ring + SLOTS + ((tail + i) & (capacity - 1)) * SLOT_BYTES, first + sent++);
        }
        tail += free;
        release(ring, TAIL, tail);
    }
    plain(ring, CACHED_HEAD, cached);
    return sent;
}

// Returns -1 for a message out of order.
int64_t spsc_receive(char *ring, int64_t count, int64_t batch, int64_t spins, Tally *shared) {
    const int64_t capacity = plain(ring, CAPACITY);
    int64_t head = plain(ring, HEAD);
    int64_t cached = plain(ring, CACHED_TAIL);
    Tally tally = *shared;
    int64_t idle = 0;
    int64_t received = 0;
    while (received < count) {
        int64_t wanted = least(batch, count - received);
        if (cached - head < wanted) {
            cached = acquire(ring, TAIL);
        }
        int64_t there = least(wanted, cached - head);
        if (there == 0) {
            if (!pause(++idle, spins)) {
                break;
            }
            continue;
        }
        idle = 0;
        for (int64_t i = 0; i < there; i++) {
            if (!read(ring + SLOTS + ((head + i) & (capacity - 1)) * SLOT_BYTES, tally)) {
                return -1;
            }
        }
        received += there;
        head += there;
        release(ring, HEAD, head);
    }
    plain(ring, CACHED_TAIL, cached);
    *shared = tally;
    return received;
}

int64_t mpsc_send(char *ring, int64_t first, int64_t count, int64_t batch, int64_t spins, int64_t owner) {
    const int64_t capacity = plain(ring, CAPACITY);
    const int shift = __builtin_ctzll(capacity);
    int64_t idle = 0;
    int64_t sent = 0;
    while (sent < count) {
        int64_t tail = acquire(ring, TAIL);
        int64_t wanted = least(batch, count - sent);
        int64_t free = capacity - (tail - acquire(ring, CACHED_HEAD));
        if (free < wanted) {
            int64_t head = acquire(ring, HEAD);
            release(ring, CACHED_HEAD, head);
            free = capacity - (tail - head);
        }
        wanted = least(wanted, free);
        if (wanted <= 0) {
            if (!pause(++idle, spins)) {
                break;
            }
            continue;
        }
        if (!__atomic_compare_exchange_n(
                    at(ring, TAIL), &tail, tail + wanted, false, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)) {
            continue;
        }
        if (plain(ring, RETIRED) != 0) {
            return -1; // healing is not measured here
        }
        idle = 0;
        for (int64_t position = tail; position < tail + wanted; position++) {
            char *slot = ring + SLOTS + (position & (capacity - 1)) * (PREFIX + SLOT_BYTES);
            plain(slot, 8, (((position >> shift) + 1) & 0xFFFF) << 48 | owner);
            write(slot + PREFIX, first + sent++);
            if (wanted == 1) {
                release(slot, 0, (position + 1) << 1);
            }
        }
        for (int64_t position = tail; wanted > 1 && position < tail + wanted; position++) {
            release(ring, SLOTS + (position & (capacity - 1)) * (PREFIX + SLOT_BYTES), (position + 1) << 1);
        }
    }
    return sent;
}

int64_t mpsc_receive(char *ring, int64_t count, int64_t batch, int64_t spins, Tally *shared) {
    const int64_t capacity = plain(ring, CAPACITY);
    int64_t head = plain(ring, HEAD);
    Tally tally = *shared;
    int64_t idle = 0;
    int64_t received = 0;
    while (received < count) {
        int64_t wanted = least(batch, count - received);
        int64_t there = 0;
        for (; there < wanted; there++) {
            char *slot = ring + SLOTS + ((head + there) & (capacity - 1)) * (PREFIX + SLOT_BYTES);
            if (acquire(slot, 0) != (head + there + 1) << 1) {
                break;
            }
            if (!read(slot + PREFIX, tally)) {
                return -1;
            }
        }
        if (there == 0) {
            if (!pause(++idle, spins)) {
                break;
            }
            continue;
        }
        idle = 0;
        received += there;
        head += there;
        release(ring, HEAD, head);
    }
    *shared = tally;
    return received;
}
}
