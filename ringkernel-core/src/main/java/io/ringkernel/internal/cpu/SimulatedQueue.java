package io.ringkernel.internal.cpu;

import io.ringkernel.internal.cpu.mailbox.MessageQueue;
import io.ringkernel.spi.SimulatedScheduler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mailbox of an actor whose scheduler sees what is sent, and may find it full. */
record SimulatedQueue(MessageQueue queue, CpuCell<?, ?> cell, SimulatedScheduler simulation)
        implements MessageQueue {

    @Override
    public boolean offer(Object entry) {
        return simulation.sending(cell, Asked.messageOf(entry)) && queue.offer(entry);
    }

    @Override
    public int offerAll(List<?> entries, int from, int count) {
        for (int i = 0; i < count; i++) {
            if (!offer(entries.get(from + i))) {
                return i;
            }
        }
        return count;
    }

    @Override
    public @Nullable Object offerDisplacing(Object entry) {
        return queue.offerDisplacing(entry);
    }

    @Override
    public @Nullable Object poll() {
        return queue.poll();
    }

    @Override
    public boolean hasClaimed() {
        return queue.hasClaimed();
    }

    @Override
    public int size() {
        return queue.size();
    }

    @Override
    public int capacity() {
        return queue.capacity();
    }

    @Override
    public long close() {
        return queue.close();
    }

    @Override
    public boolean drained() {
        return queue.drained();
    }

    @Override
    public boolean trim() {
        return queue.trim();
    }

    @Override
    public void discard() {
        queue.discard();
    }
}
