package io.ringkernel.kernels;

import io.ringkernel.ActorState;

/**
 * The states of an actor's block as it acknowledges them: 0 while empty, else the state's ordinal
 * plus one.
 */
public final class DeviceState {

    private DeviceState() {}

    /** Returns the number that stands for a state. */
    public static int code(ActorState state) {
        return state.ordinal() + 1;
    }

    /**
     * Returns the state that an acknowledgement word holds in its low byte.
     *
     * @throws IllegalArgumentException if the block is empty
     */
    public static ActorState of(long acknowledged) {
        int code = (int) acknowledged & 0xff;
        if (code == 0) {
            throw new IllegalArgumentException("the block is empty: acknowledged=" + acknowledged);
        }
        return ActorState.values()[code - 1];
    }

    /** Returns the epoch of the command that an acknowledgement word answers. */
    public static long epoch(long acknowledged) {
        return acknowledged >>> 8;
    }
}
