package io.ringkernel.internal.gpu;

import java.util.List;

/** Lanes that wait for each other. */
final class Group {

    private final Block block;
    private final List<Lane> lanes;
    private final boolean needsAll;

    /**
     * Makes a group.
     *
     * @param needsAll whether lanes that have ended are missed
     */
    Group(Block block, List<Lane> lanes, boolean needsAll) {
        this.block = block;
        this.lanes = lanes;
        this.needsAll = needsAll;
    }

    /** Hands out what the lanes have told each other once the last of them has come. */
    void completeIfAllWait() {
        String operation = null;
        for (Lane lane : lanes) {
            if (lane.ended ? needsAll : lane.waitsIn == null) {
                return;
            }
            if (!lane.ended) {
                if (operation != null && !operation.equals(lane.waitsIn)) {
                    return;
                }
                operation = lane.waitsIn;
            }
        }
        if (operation != null) {
            complete();
        }
    }

    private void complete() {
        long[] values = new long[lanes.size()];
        int mask = 0;
        for (int i = 0; i < values.length; i++) {
            if (!lanes.get(i).ended) {
                values[i] = lanes.get(i).offered;
                mask |= i < Lane.WARP ? 1 << i : 0;
            }
        }
        Lane.Exchange exchange = new Lane.Exchange(values, mask);
        for (Lane lane : lanes) {
            if (!lane.ended) {
                lane.waitsIn = null;
                lane.received = exchange;
                block.resumable.add(lane);
            }
        }
    }
}
