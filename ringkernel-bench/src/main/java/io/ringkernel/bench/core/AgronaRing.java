package io.ringkernel.bench.core;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.jspecify.annotations.Nullable;

/** Agrona's rings: written in place after a claim, read in place by a handler. */
final class AgronaRing extends RingEnds {

    private static final int TYPE = 1;

    private final RingBuffer ring;
    private @Nullable MessageHandler reader;

    AgronaRing(RingBuffer ring) {
        this.ring = ring;
    }

    @Override
    int send(long first, int count) {
        RingBuffer to = ring;
        int sent = 0;
        for (int idle = 0; sent < count; ) {
            int index = to.tryClaim(TYPE, MESSAGE_BYTES);
            if (index < 0) {
                if (!pause(++idle)) {
                    break;
                }
                continue;
            }
            idle = 0;
            long number = first + sent++;
            AtomicBuffer buffer = to.buffer();
            buffer.putLong(index, number);
            buffer.putLong(index + 8, number + 1);
            buffer.putLong(index + 16, number + 2);
            buffer.putLong(index + 24, number + 3);
            buffer.putLong(index + 32, number + 4);
            buffer.putLong(index + 40, number + 5);
            buffer.putLong(index + 48, number + 6);
            buffer.putLong(index + 56, number + 7);
            to.commit(index);
        }
        return sent;
    }

    @Override
    int receive(Tally tally, int count) {
        MessageHandler handler = reader;
        if (handler == null) {
            handler = (type, buffer, index, length) -> read(buffer, index, tally);
            reader = handler;
        }
        RingBuffer from = ring;
        int received = 0;
        for (int idle = 0; received < count; ) {
            int read = from.read(handler, count - received);
            if (read == 0) {
                if (!pause(++idle)) {
                    break;
                }
                continue;
            }
            idle = 0;
            received += read;
        }
        return received;
    }

    private static void read(MutableDirectBuffer buffer, int index, Tally tally) {
        tally.accept(
                buffer.getLong(index),
                buffer.getLong(index + 8),
                buffer.getLong(index + 16),
                buffer.getLong(index + 24),
                buffer.getLong(index + 32),
                buffer.getLong(index + 40),
                buffer.getLong(index + 48),
                buffer.getLong(index + 56));
    }
}
