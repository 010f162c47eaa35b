package io.ringkernel.bench.core;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.ringkernel.queue.MpscRing;
import io.ringkernel.queue.SpscRing;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Objects;

/** The floor, {@code ring64.cpp}, in the memory of one of our rings. */
final class FloorRing extends RingEnds {

    /** The system property that names the library. */
    static final String LIBRARY = "ringkernel.bench.ring64";

    private static final long UNKNOWN_OWNER = 0;

    private final MemorySegment memory;
    private final boolean mpsc;
    private final long batch;
    private MemorySegment counted = MemorySegment.NULL;

    private FloorRing(MemorySegment memory, boolean mpsc, long batch) {
        this.memory = memory;
        this.mpsc = mpsc;
        this.batch = batch;
    }

    static FloorRing spsc(int batch) {
        MemorySegment memory = allocate(SpscRing.bytes(CAPACITY, MESSAGE_BYTES));
        SpscRing.create(memory, CAPACITY, MESSAGE_BYTES);
        return new FloorRing(memory, false, batch);
    }

    static FloorRing mpsc(int batch) {
        MemorySegment memory = allocate(MpscRing.bytes(CAPACITY, MESSAGE_BYTES));
        MpscRing.create(memory, CAPACITY, MESSAGE_BYTES);
        return new FloorRing(memory, true, batch);
    }

    private static MemorySegment allocate(long bytes) {
        return Arena.ofAuto().allocate(bytes, 128);
    }

    @Override
    int send(long first, int count) {
        long wanted = count;
        long spins = SPINS;
        try {
            if (mpsc) {
                return (int)
                        (long)
                                Library.MPSC_SEND.invokeExact(
                                        memory, first, wanted, batch, spins, UNKNOWN_OWNER);
            }
            return (int) (long) Library.SPSC_SEND.invokeExact(memory, first, wanted, batch, spins);
        } catch (Throwable thrown) {
            throw new AssertionError("downcall", thrown);
        }
    }

    @Override
    int receive(Tally tally, int count) {
        if (counted.equals(MemorySegment.NULL)) {
            counted = tally.toNative();
        }
        MethodHandle receive = mpsc ? Library.MPSC_RECEIVE : Library.SPSC_RECEIVE;
        long received;
        try {
            received =
                    (long) receive.invokeExact(memory, (long) count, batch, (long) SPINS, counted);
        } catch (Throwable thrown) {
            throw new AssertionError("downcall", thrown);
        }
        if (received < 0) {
            throw new AssertionError("message out of order in the floor");
        }
        tally.fromNative(counted);
        return (int) received;
    }

    /** Loaded when the first floor runs. */
    @SuppressWarnings("restricted") // calls native code
    private static final class Library {
        private static final SymbolLookup SYMBOLS =
                SymbolLookup.libraryLookup(
                        Path.of(
                                Objects.requireNonNull(
                                        System.getProperty(LIBRARY),
                                        "-D" + LIBRARY + " is not set")),
                        Arena.global());
        private static final MethodHandle SPSC_SEND =
                find("spsc_send", ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        private static final MethodHandle SPSC_RECEIVE =
                find("spsc_receive", ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS);
        private static final MethodHandle MPSC_SEND =
                find("mpsc_send", ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        private static final MethodHandle MPSC_RECEIVE =
                find("mpsc_receive", ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS);

        private static MethodHandle find(String name, MemoryLayout... arguments) {
            return Linker.nativeLinker()
                    .downcallHandle(
                            SYMBOLS.findOrThrow(name), FunctionDescriptor.of(JAVA_LONG, arguments));
        }
    }
}
