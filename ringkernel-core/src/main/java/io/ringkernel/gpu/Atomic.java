package io.ringkernel.gpu;

import io.ringkernel.internal.gpu.Lane;

/**
 * Reads and changes of an array's element that no other thread can come between. The plain names
 * hold for all threads of the device; those ending in {@code Block} only for the threads of a
 * block, and those ending in {@code System} for the host and other devices as well. All but the
 * loads and stores named {@code Acquire} and {@code Release} are relaxed: they order nothing else.
 * Only inside a kernel.
 */
public final class Atomic {

    private Atomic() {}

    /** Adds a value and returns what was there. For threads of the device. */
    public static int add(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = old + value;
        return old;
    }

    /** Adds a value and returns what was there. For threads of the device. */
    public static long add(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = old + value;
        return old;
    }

    /** Adds a value and returns what was there. For threads of the device. */
    public static float add(float[] array, int index, float value) {
        Lane.current().spin();
        float old = array[index];
        array[index] = old + value;
        return old;
    }

    /** Adds a value and returns what was there. For threads of the device. */
    public static double add(double[] array, int index, double value) {
        Lane.current().spin();
        double old = array[index];
        array[index] = old + value;
        return old;
    }

    /** Sets the lesser of the two values and returns what was there. For threads of the device. */
    public static int min(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = Math.min(old, value);
        return old;
    }

    /** Sets the lesser of the two values and returns what was there. For threads of the device. */
    public static long min(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = Math.min(old, value);
        return old;
    }

    /** Sets the greater of the two values and returns what was there. For threads of the device. */
    public static int max(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = Math.max(old, value);
        return old;
    }

    /** Sets the greater of the two values and returns what was there. For threads of the device. */
    public static long max(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = Math.max(old, value);
        return old;
    }

    /**
     * Sets the lesser of the two values, taken as unsigned, and returns what was there. For threads
     * of the device.
     */
    public static int minUnsigned(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = Integer.compareUnsigned(old, value) <= 0 ? old : value;
        return old;
    }

    /**
     * Sets the lesser of the two values, taken as unsigned, and returns what was there. For threads
     * of the device.
     */
    public static long minUnsigned(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = Long.compareUnsigned(old, value) <= 0 ? old : value;
        return old;
    }

    /**
     * Sets the greater of the two values, taken as unsigned, and returns what was there. For
     * threads of the device.
     */
    public static int maxUnsigned(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = Integer.compareUnsigned(old, value) >= 0 ? old : value;
        return old;
    }

    /**
     * Sets the greater of the two values, taken as unsigned, and returns what was there. For
     * threads of the device.
     */
    public static long maxUnsigned(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = Long.compareUnsigned(old, value) >= 0 ? old : value;
        return old;
    }

    /** Sets the bitwise and and returns what was there. For threads of the device. */
    public static int and(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = old & value;
        return old;
    }

    /** Sets the bitwise and and returns what was there. For threads of the device. */
    public static long and(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = old & value;
        return old;
    }

    /** Sets the bitwise or and returns what was there. For threads of the device. */
    public static int or(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = old | value;
        return old;
    }

    /** Sets the bitwise or and returns what was there. For threads of the device. */
    public static long or(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = old | value;
        return old;
    }

    /** Sets the bitwise exclusive or and returns what was there. For threads of the device. */
    public static int xor(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = old ^ value;
        return old;
    }

    /** Sets the bitwise exclusive or and returns what was there. For threads of the device. */
    public static long xor(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = old ^ value;
        return old;
    }

    /** Sets a value and returns what was there. For threads of the device. */
    public static int exchange(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = value;
        return old;
    }

    /** Sets a value and returns what was there. For threads of the device. */
    public static long exchange(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = value;
        return old;
    }

    /** Sets a value and returns what was there. For threads of the device. */
    public static float exchange(float[] array, int index, float value) {
        Lane.current().spin();
        float old = array[index];
        array[index] = value;
        return old;
    }

    /** Sets a value and returns what was there. For threads of the device. */
    public static double exchange(double[] array, int index, double value) {
        Lane.current().spin();
        double old = array[index];
        array[index] = value;
        return old;
    }

    /**
     * Sets {@code value} if {@code expected} is there, and returns what was there. For threads of
     * the device.
     */
    public static int compareAndExchange(int[] array, int index, int expected, int value) {
        Lane.current().spin();
        int old = array[index];
        if (old == expected) {
            array[index] = value;
        }
        return old;
    }

    /**
     * Sets {@code value} if {@code expected} is there, and returns what was there. For threads of
     * the device.
     */
    public static long compareAndExchange(long[] array, int index, long expected, long value) {
        Lane.current().spin();
        long old = array[index];
        if (old == expected) {
            array[index] = value;
        }
        return old;
    }

    /**
     * Adds 1, or sets 0 if {@code limit} or more is there (unsigned), and returns what was there.
     * For threads of the device.
     */
    public static int increment(int[] array, int index, int limit) {
        Lane.current().spin();
        int old = array[index];
        array[index] = Integer.compareUnsigned(old, limit) >= 0 ? 0 : old + 1;
        return old;
    }

    /**
     * Subtracts 1, or sets {@code limit} if 0 or more than {@code limit} is there (unsigned), and
     * returns what was there. For threads of the device.
     */
    public static int decrement(int[] array, int index, int limit) {
        Lane.current().spin();
        int old = array[index];
        boolean wraps = old == 0 || Integer.compareUnsigned(old, limit) > 0;
        array[index] = wraps ? limit : old - 1;
        return old;
    }

    /** Reads the element. For threads of the device. */
    public static int load(int[] array, int index) {
        Lane.current().spin();
        return array[index];
    }

    /** Reads the element; what this thread reads after is not older. For threads of the device. */
    public static int loadAcquire(int[] array, int index) {
        Lane.current().spin();
        return array[index];
    }

    /** Sets the element. For threads of the device. */
    public static void store(int[] array, int index, int value) {
        Lane.current();
        array[index] = value;
    }

    /**
     * Sets the element; what this thread wrote before is seen with it. For threads of the device.
     */
    public static void storeRelease(int[] array, int index, int value) {
        Lane.current();
        array[index] = value;
    }

    /** Reads the element. For threads of the device. */
    public static long load(long[] array, int index) {
        Lane.current().spin();
        return array[index];
    }

    /** Reads the element; what this thread reads after is not older. For threads of the device. */
    public static long loadAcquire(long[] array, int index) {
        Lane.current().spin();
        return array[index];
    }

    /** Sets the element. For threads of the device. */
    public static void store(long[] array, int index, long value) {
        Lane.current();
        array[index] = value;
    }

    /**
     * Sets the element; what this thread wrote before is seen with it. For threads of the device.
     */
    public static void storeRelease(long[] array, int index, long value) {
        Lane.current();
        array[index] = value;
    }

    /** Adds a value and returns what was there. For threads of the block. */
    public static int addBlock(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = old + value;
        return old;
    }

    /** Adds a value and returns what was there. For threads of the block. */
    public static long addBlock(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = old + value;
        return old;
    }

    /** Adds a value and returns what was there. For threads of the block. */
    public static float addBlock(float[] array, int index, float value) {
        Lane.current().spin();
        float old = array[index];
        array[index] = old + value;
        return old;
    }

    /** Adds a value and returns what was there. For threads of the block. */
    public static double addBlock(double[] array, int index, double value) {
        Lane.current().spin();
        double old = array[index];
        array[index] = old + value;
        return old;
    }

    /** Sets the lesser of the two values and returns what was there. For threads of the block. */
    public static int minBlock(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = Math.min(old, value);
        return old;
    }

    /** Sets the lesser of the two values and returns what was there. For threads of the block. */
    public static long minBlock(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = Math.min(old, value);
        return old;
    }

    /** Sets the greater of the two values and returns what was there. For threads of the block. */
    public static int maxBlock(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = Math.max(old, value);
        return old;
    }

    /** Sets the greater of the two values and returns what was there. For threads of the block. */
    public static long maxBlock(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = Math.max(old, value);
        return old;
    }

    /**
     * Sets the lesser of the two values, taken as unsigned, and returns what was there. For threads
     * of the block.
     */
    public static int minUnsignedBlock(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = Integer.compareUnsigned(old, value) <= 0 ? old : value;
        return old;
    }

    /**
     * Sets the lesser of the two values, taken as unsigned, and returns what was there. For threads
     * of the block.
     */
    public static long minUnsignedBlock(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = Long.compareUnsigned(old, value) <= 0 ? old : value;
        return old;
    }

    /**
     * Sets the greater of the two values, taken as unsigned, and returns what was there. For
     * threads of the block.
     */
    public static int maxUnsignedBlock(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = Integer.compareUnsigned(old, value) >= 0 ? old : value;
        return old;
    }

    /**
     * Sets the greater of the two values, taken as unsigned, and returns what was there. For
     * threads of the block.
     */
    public static long maxUnsignedBlock(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = Long.compareUnsigned(old, value) >= 0 ? old : value;
        return old;
    }

    /** Sets the bitwise and and returns what was there. For threads of the block. */
    public static int andBlock(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = old & value;
        return old;
    }

    /** Sets the bitwise and and returns what was there. For threads of the block. */
    public static long andBlock(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = old & value;
        return old;
    }

    /** Sets the bitwise or and returns what was there. For threads of the block. */
    public static int orBlock(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = old | value;
        return old;
    }

    /** Sets the bitwise or and returns what was there. For threads of the block. */
    public static long orBlock(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = old | value;
        return old;
    }

    /** Sets the bitwise exclusive or and returns what was there. For threads of the block. */
    public static int xorBlock(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = old ^ value;
        return old;
    }

    /** Sets the bitwise exclusive or and returns what was there. For threads of the block. */
    public static long xorBlock(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = old ^ value;
        return old;
    }

    /** Sets a value and returns what was there. For threads of the block. */
    public static int exchangeBlock(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = value;
        return old;
    }

    /** Sets a value and returns what was there. For threads of the block. */
    public static long exchangeBlock(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = value;
        return old;
    }

    /** Sets a value and returns what was there. For threads of the block. */
    public static float exchangeBlock(float[] array, int index, float value) {
        Lane.current().spin();
        float old = array[index];
        array[index] = value;
        return old;
    }

    /** Sets a value and returns what was there. For threads of the block. */
    public static double exchangeBlock(double[] array, int index, double value) {
        Lane.current().spin();
        double old = array[index];
        array[index] = value;
        return old;
    }

    /**
     * Sets {@code value} if {@code expected} is there, and returns what was there. For threads of
     * the block.
     */
    public static int compareAndExchangeBlock(int[] array, int index, int expected, int value) {
        Lane.current().spin();
        int old = array[index];
        if (old == expected) {
            array[index] = value;
        }
        return old;
    }

    /**
     * Sets {@code value} if {@code expected} is there, and returns what was there. For threads of
     * the block.
     */
    public static long compareAndExchangeBlock(long[] array, int index, long expected, long value) {
        Lane.current().spin();
        long old = array[index];
        if (old == expected) {
            array[index] = value;
        }
        return old;
    }

    /**
     * Adds 1, or sets 0 if {@code limit} or more is there (unsigned), and returns what was there.
     * For threads of the block.
     */
    public static int incrementBlock(int[] array, int index, int limit) {
        Lane.current().spin();
        int old = array[index];
        array[index] = Integer.compareUnsigned(old, limit) >= 0 ? 0 : old + 1;
        return old;
    }

    /**
     * Subtracts 1, or sets {@code limit} if 0 or more than {@code limit} is there (unsigned), and
     * returns what was there. For threads of the block.
     */
    public static int decrementBlock(int[] array, int index, int limit) {
        Lane.current().spin();
        int old = array[index];
        boolean wraps = old == 0 || Integer.compareUnsigned(old, limit) > 0;
        array[index] = wraps ? limit : old - 1;
        return old;
    }

    /** Reads the element. For threads of the block. */
    public static int loadBlock(int[] array, int index) {
        Lane.current().spin();
        return array[index];
    }

    /** Reads the element; what this thread reads after is not older. For threads of the block. */
    public static int loadAcquireBlock(int[] array, int index) {
        Lane.current().spin();
        return array[index];
    }

    /** Sets the element. For threads of the block. */
    public static void storeBlock(int[] array, int index, int value) {
        Lane.current();
        array[index] = value;
    }

    /**
     * Sets the element; what this thread wrote before is seen with it. For threads of the block.
     */
    public static void storeReleaseBlock(int[] array, int index, int value) {
        Lane.current();
        array[index] = value;
    }

    /** Reads the element. For threads of the block. */
    public static long loadBlock(long[] array, int index) {
        Lane.current().spin();
        return array[index];
    }

    /** Reads the element; what this thread reads after is not older. For threads of the block. */
    public static long loadAcquireBlock(long[] array, int index) {
        Lane.current().spin();
        return array[index];
    }

    /** Sets the element. For threads of the block. */
    public static void storeBlock(long[] array, int index, long value) {
        Lane.current();
        array[index] = value;
    }

    /**
     * Sets the element; what this thread wrote before is seen with it. For threads of the block.
     */
    public static void storeReleaseBlock(long[] array, int index, long value) {
        Lane.current();
        array[index] = value;
    }

    /** Adds a value and returns what was there. For threads of the system. */
    public static int addSystem(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = old + value;
        return old;
    }

    /** Adds a value and returns what was there. For threads of the system. */
    public static long addSystem(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = old + value;
        return old;
    }

    /** Adds a value and returns what was there. For threads of the system. */
    public static float addSystem(float[] array, int index, float value) {
        Lane.current().spin();
        float old = array[index];
        array[index] = old + value;
        return old;
    }

    /** Adds a value and returns what was there. For threads of the system. */
    public static double addSystem(double[] array, int index, double value) {
        Lane.current().spin();
        double old = array[index];
        array[index] = old + value;
        return old;
    }

    /** Sets the lesser of the two values and returns what was there. For threads of the system. */
    public static int minSystem(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = Math.min(old, value);
        return old;
    }

    /** Sets the lesser of the two values and returns what was there. For threads of the system. */
    public static long minSystem(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = Math.min(old, value);
        return old;
    }

    /** Sets the greater of the two values and returns what was there. For threads of the system. */
    public static int maxSystem(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = Math.max(old, value);
        return old;
    }

    /** Sets the greater of the two values and returns what was there. For threads of the system. */
    public static long maxSystem(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = Math.max(old, value);
        return old;
    }

    /**
     * Sets the lesser of the two values, taken as unsigned, and returns what was there. For threads
     * of the system.
     */
    public static int minUnsignedSystem(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = Integer.compareUnsigned(old, value) <= 0 ? old : value;
        return old;
    }

    /**
     * Sets the lesser of the two values, taken as unsigned, and returns what was there. For threads
     * of the system.
     */
    public static long minUnsignedSystem(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = Long.compareUnsigned(old, value) <= 0 ? old : value;
        return old;
    }

    /**
     * Sets the greater of the two values, taken as unsigned, and returns what was there. For
     * threads of the system.
     */
    public static int maxUnsignedSystem(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = Integer.compareUnsigned(old, value) >= 0 ? old : value;
        return old;
    }

    /**
     * Sets the greater of the two values, taken as unsigned, and returns what was there. For
     * threads of the system.
     */
    public static long maxUnsignedSystem(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = Long.compareUnsigned(old, value) >= 0 ? old : value;
        return old;
    }

    /** Sets the bitwise and and returns what was there. For threads of the system. */
    public static int andSystem(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = old & value;
        return old;
    }

    /** Sets the bitwise and and returns what was there. For threads of the system. */
    public static long andSystem(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = old & value;
        return old;
    }

    /** Sets the bitwise or and returns what was there. For threads of the system. */
    public static int orSystem(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = old | value;
        return old;
    }

    /** Sets the bitwise or and returns what was there. For threads of the system. */
    public static long orSystem(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = old | value;
        return old;
    }

    /** Sets the bitwise exclusive or and returns what was there. For threads of the system. */
    public static int xorSystem(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = old ^ value;
        return old;
    }

    /** Sets the bitwise exclusive or and returns what was there. For threads of the system. */
    public static long xorSystem(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = old ^ value;
        return old;
    }

    /** Sets a value and returns what was there. For threads of the system. */
    public static int exchangeSystem(int[] array, int index, int value) {
        Lane.current().spin();
        int old = array[index];
        array[index] = value;
        return old;
    }

    /** Sets a value and returns what was there. For threads of the system. */
    public static long exchangeSystem(long[] array, int index, long value) {
        Lane.current().spin();
        long old = array[index];
        array[index] = value;
        return old;
    }

    /** Sets a value and returns what was there. For threads of the system. */
    public static float exchangeSystem(float[] array, int index, float value) {
        Lane.current().spin();
        float old = array[index];
        array[index] = value;
        return old;
    }

    /** Sets a value and returns what was there. For threads of the system. */
    public static double exchangeSystem(double[] array, int index, double value) {
        Lane.current().spin();
        double old = array[index];
        array[index] = value;
        return old;
    }

    /**
     * Sets {@code value} if {@code expected} is there, and returns what was there. For threads of
     * the system.
     */
    public static int compareAndExchangeSystem(int[] array, int index, int expected, int value) {
        Lane.current().spin();
        int old = array[index];
        if (old == expected) {
            array[index] = value;
        }
        return old;
    }

    /**
     * Sets {@code value} if {@code expected} is there, and returns what was there. For threads of
     * the system.
     */
    public static long compareAndExchangeSystem(
            long[] array, int index, long expected, long value) {
        Lane.current().spin();
        long old = array[index];
        if (old == expected) {
            array[index] = value;
        }
        return old;
    }

    /**
     * Adds 1, or sets 0 if {@code limit} or more is there (unsigned), and returns what was there.
     * For threads of the system.
     */
    public static int incrementSystem(int[] array, int index, int limit) {
        Lane.current().spin();
        int old = array[index];
        array[index] = Integer.compareUnsigned(old, limit) >= 0 ? 0 : old + 1;
        return old;
    }

    /**
     * Subtracts 1, or sets {@code limit} if 0 or more than {@code limit} is there (unsigned), and
     * returns what was there. For threads of the system.
     */
    public static int decrementSystem(int[] array, int index, int limit) {
        Lane.current().spin();
        int old = array[index];
        boolean wraps = old == 0 || Integer.compareUnsigned(old, limit) > 0;
        array[index] = wraps ? limit : old - 1;
        return old;
    }

    /** Reads the element. For threads of the system. */
    public static int loadSystem(int[] array, int index) {
        Lane.current().spin();
        return array[index];
    }

    /** Reads the element; what this thread reads after is not older. For threads of the system. */
    public static int loadAcquireSystem(int[] array, int index) {
        Lane.current().spin();
        return array[index];
    }

    /** Sets the element. For threads of the system. */
    public static void storeSystem(int[] array, int index, int value) {
        Lane.current();
        array[index] = value;
    }

    /**
     * Sets the element; what this thread wrote before is seen with it. For threads of the system.
     */
    public static void storeReleaseSystem(int[] array, int index, int value) {
        Lane.current();
        array[index] = value;
    }

    /** Reads the element. For threads of the system. */
    public static long loadSystem(long[] array, int index) {
        Lane.current().spin();
        return array[index];
    }

    /** Reads the element; what this thread reads after is not older. For threads of the system. */
    public static long loadAcquireSystem(long[] array, int index) {
        Lane.current().spin();
        return array[index];
    }

    /** Sets the element. For threads of the system. */
    public static void storeSystem(long[] array, int index, long value) {
        Lane.current();
        array[index] = value;
    }

    /**
     * Sets the element; what this thread wrote before is seen with it. For threads of the system.
     */
    public static void storeReleaseSystem(long[] array, int index, long value) {
        Lane.current();
        array[index] = value;
    }
}
