package io.ringkernel.internal.cpu.mailbox;

import org.jspecify.annotations.Nullable;

/**
 * A {@link GrowingQueue} whose memory is counted, chunk by chunk: the array, and for each place a
 * message. While memory is scarce, it keeps no chunk once it is empty.
 */
public final class CountedQueue extends GrowingQueue {

    private static final int ARRAY_HEADER = 16;

    private final int placeBytes;
    private final MailboxMemory memory;

    /**
     * Makes an empty queue.
     *
     * @param placeBytes what a place takes with its message
     * @param memory told of each chunk
     */
    public CountedQueue(int capacity, int placeBytes, MailboxMemory memory) {
        super(capacity);
        this.placeBytes = placeBytes;
        this.memory = memory;
    }

    @Override
    void chunkEntered(int length) {
        memory.allocated(bytes(length));
    }

    @Override
    void chunkLeft(int length) {
        memory.allocated(-bytes(length));
    }

    private long bytes(int length) {
        return ARRAY_HEADER + (long) length * placeBytes;
    }

    @Override
    public @Nullable Object poll() {
        Object message = super.poll();
        if (message == null && memory.isScarce()) {
            trim(0);
        }
        return message;
    }

    @Override
    public boolean trim() {
        return trim(memory.isScarce() ? 0 : KEPT_CHUNK);
    }

    @Override
    public void discard() {
        leaveLastChunk();
    }
}
