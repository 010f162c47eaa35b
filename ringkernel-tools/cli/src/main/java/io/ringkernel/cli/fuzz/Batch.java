package io.ringkernel.cli.fuzz;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.ringkernel.ActorFault;
import io.ringkernel.kernels.KernelSource;
import io.ringkernel.memory.CacheLine;
import io.ringkernel.memory.CudaStructs;
import io.ringkernel.memory.Struct;
import io.ringkernel.message.MessageType;
import io.ringkernel.transpiler.Cells;
import io.ringkernel.transpiler.Outcome;
import io.ringkernel.transpiler.TranspiledActor;
import io.ringkernel.transpiler.Transpiler;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Several programs as one translation unit, and the memory that it reads and writes.
 *
 * <pre>
 *   in:   count (8) | bytes of out (8) | job (64) * count | for each program: state, messages
 *   job:  state (8) | messages (8) | out (8) | count (4) | message bytes (4) | reply bytes (4) | out bytes (4)
 *   message:  type (4), to 16 | record
 *   out:  programs done (8), to 64 | for each program and message: outcome
 *   outcome:  reply type (4) | site (4) | a (8) | b (8), to 32 | reply | state
 * </pre>
 */
final class Batch {

    private static final int HEADER = 16;
    private static final int JOB = 64;
    private static final int OUT_HEADER = 64;
    private static final int OUTCOME = 32;

    private static final String FRAME =
            """
            #ifdef __CUDACC__
            #define RK_FUZZ __device__
            #else
            #define RK_FUZZ
            #endif
            struct FuzzJob { rk_u64 state, messages, out; rk_u32 count, message_bytes, reply_bytes, out_bytes; rk_u64 pad[3]; };
            struct FuzzContext {
              rk_i32 reply_type, site;
              rk_i64 a, b;
              unsigned char* out;
              template <class T> RK_FUZZ void reply(rk_u32 type, const T& record) {
                reply_type = (rk_i32)type;
                *reinterpret_cast<T*>(out) = record;
              }
              RK_FUZZ bool replied() const { return reply_type != 0; }
              RK_FUZZ bool failed() const { return site != 0; }
              RK_FUZZ void fault(rk_i32 s, rk_i64 x, rk_i64 y) { site = s; a = x; b = y; }
            };
            template <class B> RK_FUZZ void fuzz_run(const FuzzJob& job, const unsigned char* in, unsigned char* out) {
              typename B::State self = *reinterpret_cast<const typename B::State*>(in + job.state);
              for (rk_u32 i = 0; i < job.count; i++) {
                const unsigned char* message = in + job.messages + (rk_u64)i * job.message_bytes;
                unsigned char* to = out + job.out + (rk_u64)i * job.out_bytes;
                FuzzContext context = {0, 0, 0, 0, to + 32};
                B::receive(self, *reinterpret_cast<const rk_u32*>(message), message + 16, context);
                reinterpret_cast<rk_i32*>(to)[0] = context.reply_type;
                reinterpret_cast<rk_i32*>(to)[1] = context.site;
                reinterpret_cast<rk_i64*>(to)[1] = context.a;
                reinterpret_cast<rk_i64*>(to)[2] = context.b;
                *reinterpret_cast<typename B::State*>(to + 32 + job.reply_bytes) = self;
              }
            }
            """;

    private final List<Trial> trials;
    private final List<TranspiledActor> actors;
    private final MemorySegment input;
    private final List<Long> outputs = new ArrayList<>();
    private final long outputBytes;

    /** Lays out trials that have generated code. */
    Batch(List<Trial> trials, Arena arena) {
        this.trials = trials;
        this.actors = trials.stream().map(trial -> trial.transpiled().orElseThrow()).toList();
        List<Long> inputs = new ArrayList<>();
        long in = HEADER + (long) JOB * trials.size();
        long out = OUT_HEADER;
        for (Trial trial : trials) {
            inputs.add(in);
            outputs.add(out);
            in += stateBytes(trial) + trial.messages().size() * (long) messageBytes(trial);
            out += trial.messages().size() * (long) outcomeBytes(trial);
        }
        outputBytes = out;
        input = arena.allocate(in, 64);
        input.set(JAVA_LONG, 0, trials.size());
        input.set(JAVA_LONG, 8, out);
        for (int i = 0; i < trials.size(); i++) {
            write(trials.get(i), HEADER + (long) JOB * i, inputs.get(i), outputs.get(i));
        }
    }

    private static int round(long bytes) {
        return Math.toIntExact(CacheLine.roundUp(bytes, 16));
    }

    private static int stateBytes(Trial trial) {
        return round(trial.state().struct().size());
    }

    private static int messageBytes(Trial trial) {
        return HEADER + round(trial.protocol().messages().maxBytes());
    }

    private static int replyBytes(Trial trial) {
        return round(trial.protocol().replies().maxBytes());
    }

    private static int outcomeBytes(Trial trial) {
        return OUTCOME + replyBytes(trial) + stateBytes(trial);
    }

    private void write(Trial trial, long job, long at, long out) {
        long messages = at + stateBytes(trial);
        input.set(JAVA_LONG, job, at);
        input.set(JAVA_LONG, job + 8, messages);
        input.set(JAVA_LONG, job + 16, out);
        input.set(JAVA_INT, job + 24, trial.messages().size());
        input.set(JAVA_INT, job + 28, messageBytes(trial));
        input.set(JAVA_INT, job + 32, replyBytes(trial));
        input.set(JAVA_INT, job + 36, outcomeBytes(trial));
        Cells.write(trial.initial(), trial.state().struct(), input, at);
        long next = messages;
        for (Object message : trial.messages()) {
            MessageType type = trial.protocol().messages().find(message.getClass()).orElseThrow();
            input.set(JAVA_INT, next, type.id());
            Object[] cells = Cells.ofRecord(message, type.struct());
            Cells.write(cells, type.struct(), input, next + HEADER);
            next += messageBytes(trial);
        }
    }

    List<Trial> trials() {
        return trials;
    }

    MemorySegment input() {
        return input;
    }

    long outputBytes() {
        return outputBytes;
    }

    /** Returns the C++ of all, for host and device, without what calls it. */
    String source() {
        Set<Struct> structs = new LinkedHashSet<>();
        actors.forEach(actor -> structs.addAll(actor.structs()));
        StringBuilder source = new StringBuilder();
        source.append("#ifndef __CUDACC__\n#define RK_DEVICE static inline\n");
        source.append("#define RK_MEMBER inline\n#endif\n");
        source.append(KernelSource.types()).append(Transpiler.prelude());
        source.append(CudaStructs.render(new ArrayList<>(structs)));
        source.append(FRAME);
        actors.forEach(actor -> source.append(actor.behavior()));
        return source.toString();
    }

    /** Returns the name of a program's behaviour. */
    String behavior(int index) {
        return actors.get(index).behaviorName();
    }

    /** Compares what one program wrote with what the JVM did. */
    void compare(int index, MemorySegment output, String where) {
        Trial trial = trials.get(index);
        TranspiledActor actor = actors.get(index);
        for (int i = 0; i < trial.messages().size() && trial.finding().isEmpty(); i++) {
            long at = outputs.get(index) + (long) i * outcomeBytes(trial);
            int replyType = output.get(JAVA_INT, at);
            int site = output.get(JAVA_INT, at + 4);
            if (replyType < 0
                    || replyType > trial.protocol().replies().types().size()
                    || site < 0
                    || site > actor.faultSites().size()) {
                String what = "replyType=" + replyType + ", site=" + site;
                trial.found(new Finding(where, "message " + i + " wrote nonsense: " + what));
                return;
            }
            ActorFault fault =
                    site == 0
                            ? null
                            : actor.fault(
                                    site,
                                    output.get(JAVA_LONG, at + 8),
                                    output.get(JAVA_LONG, at + 16));
            Object[] reply =
                    replyType == 0
                            ? new Object[0]
                            : Cells.read(
                                    trial.protocol().replies().type(replyType).struct(),
                                    output,
                                    at + OUTCOME);
            Object[] state =
                    Cells.read(trial.state().struct(), output, at + OUTCOME + replyBytes(trial));
            trial.compare(where, i, new Outcome(replyType, reply, fault, state));
        }
    }
}
