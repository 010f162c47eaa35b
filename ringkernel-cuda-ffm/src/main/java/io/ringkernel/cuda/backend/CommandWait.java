package io.ringkernel.cuda.backend;

import io.ringkernel.ActorFault;
import io.ringkernel.BackendLostException;
import io.ringkernel.LifecycleException;
import io.ringkernel.internal.Nanos;
import io.ringkernel.kernels.CommandCode;
import io.ringkernel.queue.Wait;
import io.ringkernel.queue.WaitStrategy;
import io.ringkernel.spi.ActorCell;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The bounded wait of one lifecycle command for the device, and what is said when it is in vain.
 */
final class CommandWait {

    private final CudaBackend backend;
    private final ActorCell<?, ?> actor;
    private final CommandCode code;
    private final long timeoutNanos;
    private final Wait backoff;

    /** Begins the wait. */
    CommandWait(CudaBackend backend, ActorCell<?, ?> actor, CommandCode code) {
        this.backend = backend;
        this.actor = actor;
        this.code = code;
        this.timeoutNanos = Nanos.of(backend.environment().options().commandTimeout());
        this.backoff = WaitStrategy.BACK_OFF.begin(timeoutNanos);
    }

    /**
     * Waits a moment.
     *
     * @param cause what may keep the device from acknowledging
     * @throws LifecycleException if the time is up or the wait was interrupted
     * @throws BackendLostException if there is no device any more
     */
    void pause(String cause) {
        BackendLostException lost = backend.lost();
        if (lost != null) {
            throw lost;
        }
        if (!backoff.pause()) {
            throw new LifecycleException(
                    word(code)
                            + " not acknowledged within "
                            + timeoutNanos / 1_000_000
                            + " ms: actor="
                            + actor.name()
                            + ", state="
                            + actor.state()
                            + "; "
                            + cause
                            + " has not returned, or the wait was interrupted");
        }
    }

    /** Returns that the device refused the command. */
    LifecycleException refused(@Nullable ActorFault fault) {
        return refusal(word(code), actor, fault);
    }

    /** Returns that an actor cannot obey a command. */
    static LifecycleException refusal(
            String command, ActorCell<?, ?> actor, @Nullable ActorFault fault) {
        return new LifecycleException(
                command
                        + " refused: actor="
                        + actor.name()
                        + ", state="
                        + actor.state()
                        + (fault == null ? "" : ", fault=" + fault));
    }

    private static String word(CommandCode code) {
        return code.name().toLowerCase(Locale.ROOT);
    }
}
