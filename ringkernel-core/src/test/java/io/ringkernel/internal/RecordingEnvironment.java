package io.ringkernel.internal;

import io.ringkernel.Backend;
import io.ringkernel.DeadLetter;
import io.ringkernel.RuntimeOptions;
import io.ringkernel.spi.BackendEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An environment without a runtime. */
final class RecordingEnvironment implements BackendEnvironment {

    final List<DeadLetter> letters = new CopyOnWriteArrayList<>();
    volatile boolean closed;

    @Override
    public RuntimeOptions options() {
        return new RuntimeOptions(
                Backend.CPU, 0, 1, 1 << 20, 1 << 20, Duration.ofSeconds(1), 1, 16);
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        letters.add(letter);
    }

    @Override
    public boolean closed() {
        return closed;
    }
}
