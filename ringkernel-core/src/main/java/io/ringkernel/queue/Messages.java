package io.ringkernel.queue;

/** What the rings say of messages that do not fit. */
final class Messages {

    private Messages() {}

    static IllegalArgumentException tooLong(long bytes, int slotBytes) {
        return new IllegalArgumentException(
                "message longer than a slot: bytes=" + bytes + ", slotBytes=" + slotBytes);
    }

    static IllegalArgumentException tooShort(long bytes, int slotBytes) {
        return new IllegalArgumentException(
                "target shorter than a slot: bytes=" + bytes + ", slotBytes=" + slotBytes);
    }
}
