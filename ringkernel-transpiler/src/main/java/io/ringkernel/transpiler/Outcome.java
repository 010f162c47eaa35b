package io.ringkernel.transpiler;

import io.ringkernel.ActorFault;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one message led to.
 *
 * @param replyType the number of the reply's record, 0 if there was none
 * @param reply its components as {@link Cells}, empty if there was none
 * @param fault the fault, null if there was none
 * @param state the actor's fields afterwards
 */
public record Outcome(int replyType, Object[] reply, @Nullable ActorFault fault, Object[] state) {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Outcome that
                && replyType == that.replyType
                && Arrays.deepEquals(reply, that.reply)
                && Objects.equals(fault, that.fault)
                && Arrays.deepEquals(state, that.state);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                replyType, Arrays.deepHashCode(reply), fault, Arrays.deepHashCode(state));
    }

    @Override
    public String toString() {
        return (replyType == 0
                        ? "no reply"
                        : "reply " + replyType + " " + Arrays.deepToString(reply))
                + (fault == null ? "" : ", fault " + fault)
                + ", state "
                + Arrays.deepToString(state);
    }
}
