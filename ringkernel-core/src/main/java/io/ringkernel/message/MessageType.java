package io.ringkernel.message;

import io.ringkernel.memory.Struct;

/**
 * One record of a protocol.
 *
 * @param id its number in the slot's header, from 1 in the order of the {@code permits} clauses
 * @param type the record class
 * @param struct its layout; field {@code i} stands for record component {@code i}
 */
public record MessageType(int id, Class<? extends Record> type, Struct struct) {}
