package io.ringkernel.bench.core;

import org.jctools.queues.SpscArrayQueue;
import org.jspecify.annotations.Nullable;

/** A queue of references to messages on the heap: a fresh one each time, or always the same. */
final class JctoolsQueue extends RingEnds {

    private final SpscArrayQueue<Message> queue = new SpscArrayQueue<>(CAPACITY);
    private final @Nullable Message always;

    JctoolsQueue(boolean fresh) {
        always = fresh ? null : new Message(0);
    }

    @Override
    int send(long first, int count) {
        int sent = 0;
        for (int idle = 0; sent < count; ) {
            Message message = always == null ? new Message(first + sent) : always;
            while (!queue.offer(message)) {
                if (!pause(++idle)) {
                    return sent;
                }
            }
            idle = 0;
            sent++;
        }
        return sent;
    }

    @Override
    int receive(Tally tally, int count) {
        int received = 0;
        for (int idle = 0; received < count; ) {
            Message message = queue.poll();
            if (message == null) {
                if (!pause(++idle)) {
                    break;
                }
                continue;
            }
            idle = 0;
            received++;
            if (always == null) {
                tally.accept(
                        message.a, message.b, message.c, message.d, message.e, message.f, message.g,
                        message.h);
            }
        }
        return received;
    }

    /** Eight fields. */
    private static final class Message {
        private final long a;
        private final long b;
        private final long c;
        private final long d;
        private final long e;
        private final long f;
        private final long g;
        private final long h;

        Message(long number) {
            a = number;
            b = number + 1;
            c = number + 2;
            d = number + 3;
            e = number + 4;
            f = number + 5;
            g = number + 6;
            h = number + 7;
        }
    }
}
