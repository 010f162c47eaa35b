package io.ringkernel;

/**
 * Memory that a backend has taken in one piece and hands out to its actors.
 *
 * @param name what memory, in words
 * @param capacity its size in bytes, allocated as long as the runtime is open
 * @param used how many of them are in use
 */
public record MemoryPool(String name, long capacity, long used) {}
