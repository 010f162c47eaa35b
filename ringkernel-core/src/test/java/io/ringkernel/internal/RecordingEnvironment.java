package io.ringkernel.internal;

import io.ringkernel.Actor;
import io.ringkernel.ActorFault;
import io.ringkernel.ActorOptions;
import io.ringkernel.Backend;
import io.ringkernel.DeadLetter;
import io.ringkernel.Placement;
import io.ringkernel.RuntimeOptions;
import io.ringkernel.Supervision;
import io.ringkernel.SupervisionEvent;
import io.ringkernel.spi.ActorCell;
import io.ringkernel.spi.BackendEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An environment without a runtime. */
final class RecordingEnvironment implements BackendEnvironment {

    final List<DeadLetter> letters = new CopyOnWriteArrayList<>();
    volatile boolean closed;

    @Override
    public RuntimeOptions options() {
        return new RuntimeOptions(
                Backend.CPU,
                0,
                1,
                1 << 20,
                1 << 20,
                Placement.PINNED,
                0,
                64,
                Duration.ofSeconds(1),
                1,
                16,
                null,
                Supervision.oneForOne(),
                Duration.ofSeconds(5),
                0,
                null,
                null);
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        letters.add(letter);
    }

    @Override
    public <M, R> ActorCell<M, R> spawn(
            ActorCell<?, ?> parent,
            String segment,
            Actor<M, R> actor,
            @Nullable Supplier<? extends Actor<M, R>> factory,
            ActorOptions options) {
        throw new UnsupportedOperationException("there is no runtime");
    }

    @Override
    public void ended(ActorCell<?, ?> cell) {}

    @Override
    public void supervised(
            String actor, SupervisionEvent.Kind kind, @Nullable ActorFault fault, int restarts) {}

    @Override
    public boolean closed() {
        return closed;
    }
}
