package io.ringkernel.internal.gpu;

import io.ringkernel.gpu.Grid;
import io.ringkernel.gpu.KernelDivergenceException;
import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A block while it runs: its lanes, who of them is next, and what they share. */
final class Block {

    final Launch launch;
    final Group all;

    /** The lanes that can run, in turn. */
    final Deque<Lane> resumable = new ArrayDeque<>();

    private final long number;
    private final List<Lane> lanes = new ArrayList<>();
    private final List<Group> warps = new ArrayList<>();
    private final List<Object> shared = new ArrayList<>();
    private int running;

    Block(Launch launch, long number) {
        this.launch = launch;
        this.number = number;
        int threads = launch.grid.blockThreads();
        for (int first = 0; first < threads; first += Lane.WARP) {
            List<Lane> members = new ArrayList<>();
            Group warp = new Group(this, members, false);
            warps.add(warp);
            for (int i = first; i < Math.min(threads, first + Lane.WARP); i++) {
                members.add(new Lane(this, i, warp));
            }
            lanes.addAll(members);
        }
        this.all = new Group(this, lanes, true);
        this.running = threads;
        resumable.addAll(lanes);
    }

    static int threads(Grid grid, int dimension) {
        return switch (dimension) {
            case 0 -> grid.threadsX();
            case 1 -> grid.threadsY();
            default -> grid.threadsZ();
        };
    }

    static int blocks(Grid grid, int dimension) {
        return switch (dimension) {
            case 0 -> grid.blocksX();
            case 1 -> grid.blocksY();
            default -> grid.blocksZ();
        };
    }

    int coordinate(int dimension) {
        Grid grid = launch.grid;
        long row = number / grid.blocksX();
        return (int)
                switch (dimension) {
                    case 0 -> number % grid.blocksX();
                    case 1 -> row % grid.blocksY();
                    default -> row / grid.blocksY();
                };
    }

    int thread(int lane, int dimension) {
        Grid grid = launch.grid;
        int row = lane / grid.threadsX();
        return switch (dimension) {
            case 0 -> lane % grid.threadsX();
            case 1 -> row % grid.threadsY();
            default -> row / grid.threadsY();
        };
    }

    /** Lets the others run until it is this lane's turn. */
    void pause(Lane lane) {
        Lane next = resumable.poll();
        if (next == null) {
            throw diverged();
        }
        if (next != lane) {
            launch.pass(next);
            Worker mine = lane.worker;
            if (mine == null) {
                throw new IllegalStateException("a lane that has not begun cannot pause");
            }
            mine.awaitTurn();
        }
    }

    /** Returns the lane whose turn it is after one has ended, null if all have. */
    @Nullable Lane afterEndOf(Lane lane) {
        lane.ended = true;
        running--;
        warps.get(lane.index / Lane.WARP).completeIfAllWait();
        Lane next = resumable.poll();
        if (next == null && running > 0) {
            throw diverged();
        }
        return next;
    }

    Object shared(int index, Class<?> element, int length) {
        if (length < 1) {
            throw new IllegalArgumentException(
                    "a shared array has at least one element: length=" + length);
        }
        if (index == shared.size()) {
            shared.add(undefined(element, length));
        }
        Object array = shared.get(index);
        if (array.getClass().componentType() != element || Array.getLength(array) != length) {
            throw new IllegalStateException(
                    "threads of a block share different arrays: index=%d, one=%s[%d], other=%s[%d]"
                            .formatted(
                                    index,
                                    array.getClass().componentType(),
                                    Array.getLength(array),
                                    element,
                                    length));
        }
        return array;
    }

    /** Shared memory holds anything before it is written; here, always the same that stands out. */
    private static Object undefined(Class<?> element, int length) {
        Object array = Array.newInstance(element, length);
        switch (array) {
            case int[] a -> Arrays.fill(a, 0xBAADF00D);
            case long[] a -> Arrays.fill(a, 0xBAADF00DBAADF00DL);
            case float[] a -> Arrays.fill(a, Float.NaN);
            case double[] a -> Arrays.fill(a, Double.NaN);
            default -> throw new IllegalArgumentException("no shared array: element=" + element);
        }
        return array;
    }

    String describe(Lane lane) {
        return "block=(%d, %d, %d), thread=(%d, %d, %d)"
                .formatted(
                        coordinate(0),
                        coordinate(1),
                        coordinate(2),
                        lane.thread(0),
                        lane.thread(1),
                        lane.thread(2));
    }

    private KernelDivergenceException diverged() {
        Map<String, List<Integer>> places = new LinkedHashMap<>();
        for (Lane lane : lanes) {
            String place =
                    lane.ended
                            ? "has ended"
                            : "waits in " + lane.waitsIn + " at " + Objects.toString(place(lane));
            places.computeIfAbsent(place, p -> new ArrayList<>()).add(lane.index);
        }
        StringBuilder text = new StringBuilder();
        places.forEach((place, who) ->
                text.append("\n  ")
                        .append(who.size())
                        .append(" of ")
                        .append(lanes.size())
                        .append(" threads: ")
                        .append(place)
                        .append(", first thread ")
                        .append(who.getFirst()));
        return new KernelDivergenceException(
                "threads wait for others that do not come: kernel=%s, block=(%d, %d, %d)%s"
                        .formatted(launch.name, coordinate(0), coordinate(1), coordinate(2), text));
    }

    /** Returns the line of the kernel at which a lane waits. */
    private static @Nullable StackTraceElement place(Lane lane) {
        Worker worker = lane.worker;
        if (worker == null) {
            return null;
        }
        for (StackTraceElement frame : worker.stack()) {
            String name = frame.getClassName();
            if (!name.startsWith("java.")
                    && !name.startsWith("jdk.")
                    && !name.startsWith("io.ringkernel.gpu.")
                    && !name.startsWith("io.ringkernel.internal.gpu.")) {
                return frame;
            }
        }
        return null;
    }
}
