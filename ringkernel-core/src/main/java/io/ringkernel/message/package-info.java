/**
 * Messages as C structures: what a record looks like in memory, and the code that writes and reads
 * it there.
 *
 * <pre>
 *   Actor&lt;M, R&gt; --> ActorProtocol --> MessageProtocol --> MessageType (id, record, Struct)
 *                                            |                    |
 *                                      ProtocolCodec -------> RecordCodec   generated, one for each record
 *                                            |
 *                                          Schema   text and fingerprint: what two ends compare
 *   actor's fields --> StateLayout --> StateCodec
 * </pre>
 *
 * <p>The same layouts are printed as CUDA headers, so that a record means the same on the device.
 */
@NullMarked
package io.ringkernel.message;

import org.jspecify.annotations.NullMarked;
