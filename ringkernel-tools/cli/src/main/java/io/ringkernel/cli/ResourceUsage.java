package io.ringkernel.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code nvcc --resource-usage} says of one kernel.
 *
 * @param registers of a thread
 * @param stackBytes of a thread
 * @param spillStoreBytes written because there were too few registers
 * @param spillLoadBytes read back
 * @param sharedBytes of a block, as far as the image fixes it
 */
record ResourceUsage(
        int registers, int stackBytes, int spillStoreBytes, int spillLoadBytes, int sharedBytes) {

    private static final Pattern FRAME =
            Pattern.compile(
                    "(\\d+) bytes stack frame, (\\d+) bytes spill stores, (\\d+) bytes spill loads");
    private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");
    private static final Pattern SHARED = Pattern.compile("(\\d+) bytes smem");

    /** Reads the compiler's log; empty if it does not speak of the kernel. */
    static Optional<ResourceUsage> of(String log, String kernel) {
        int from = log.indexOf("'" + kernel + "'");
        if (from < 0) {
            return Optional.empty();
        }
        int next = log.indexOf("Compiling entry function", from);
        String part = log.substring(from, next < 0 ? log.length() : next);
        Matcher frame = FRAME.matcher(part);
        Matcher registers = REGISTERS.matcher(part);
        Matcher shared = SHARED.matcher(part);
        if (!registers.find()) {
            return Optional.empty();
        }
        boolean framed = frame.find();
        return Optional.of(
                new ResourceUsage(
                        Integer.parseInt(registers.group(1)),
                        framed ? Integer.parseInt(frame.group(1)) : 0,
                        framed ? Integer.parseInt(frame.group(2)) : 0,
                        framed ? Integer.parseInt(frame.group(3)) : 0,
                        shared.find() ? Integer.parseInt(shared.group(1)) : 0));
    }

    /** Returns a few lines for people. */
    String text(String architecture, String compiler) {
        return String.format(
                Locale.ROOT,
                "%s, %s, the handler alone%n"
                        + "registers of a thread  %d%n"
                        + "stack                  %d bytes%n"
                        + "spilled                %d bytes stored, %d loaded%n"
                        + "shared memory          %d bytes%n",
                architecture,
                compiler,
                registers,
                stackBytes,
                spillStoreBytes,
                spillLoadBytes,
                sharedBytes);
    }
}
