package io.ringkernel.kernels;

import io.ringkernel.ActorState;
import io.ringkernel.memory.CacheLine;
import io.ringkernel.memory.CudaStructs;
import io.ringkernel.memory.Struct;
import io.ringkernel.message.MessageProtocol;
import io.ringkernel.queue.SlotLayout;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The source of one persistent kernel: shared structures, device runtime and the generated handlers
 * of its behaviours.
 *
 * @param text CUDA C++17 without a single {@code #include}
 * @param structs the structures in the order in which {@link #LAYOUT_KERNEL} reports them
 * @param behaviors the behaviours, whose schemas it reports behind the structures
 */
public record KernelSource(String text, List<Struct> structs, List<Behavior> behaviors) {

    /**
     * The persistent kernel; takes one {@link DeviceLayouts#PARAMS} by value, blocks of {@link
     * #BLOCK_THREADS}.
     */
    public static final String KERNEL = "rk_kernel";

    /**
     * The kernel of pooled actors, in sources that have one; takes one {@link PoolLayouts#PARAMS}
     * by value, blocks of {@link PoolLayouts#BLOCK_THREADS}.
     */
    public static final String POOL_KERNEL = "rk_pool_kernel";

    /**
     * Writes sizes and offsets of all structures, then the fingerprints of each behaviour's
     * messages and replies, to the {@code unsigned long long*} that it takes; one thread.
     */
    public static final String LAYOUT_KERNEL = "rk_layout";

    /** Threads of a warp. */
    public static final int WARP_THREADS = 32;

    /** Warps of a block: one handles messages, the other fetches them while they stream. */
    public static final int BLOCK_WARPS = 2;

    /** Threads of a block. */
    public static final int BLOCK_THREADS = BLOCK_WARPS * WARP_THREADS;

    /** The largest state that lives in shared memory, in bytes. */
    public static final int STATE_SHARED_BYTES = 1024;

    private static final int OUTBOX_SLOTS = 8;

    /** Reads of a mailbox that are in flight at once while its actor is in conversation. */
    private static final int PROBES = 3;

    /** What the warps of a block share to hand windows to each other. */
    private static final int BLOCK_SHARED_BYTES = 256;

    private static final int SHARED_FIXED_BYTES =
            BLOCK_SHARED_BYTES
                    + STATE_SHARED_BYTES
                    + (OUTBOX_SLOTS + PROBES) * SlotLayout.TAGGED_BYTES;

    private static final List<String> BEFORE_HANDLERS = List.of("memory", "slot", "context");
    private static final List<String> AFTER_HANDLERS = List.of("stream", "actor", "supervisor");

    /** The pool's parts that need the device, and those that a test compiles for the host too. */
    private static final String POOL_MEMORY = "pool_memory";

    private static final List<String> POOL_BEFORE_HANDLERS = List.of("pool_queue", "pool_reply");
    private static final List<String> POOL_AFTER_HANDLERS = List.of("pool_feeder", "pool_worker");
    private static final String POOL_KERNEL_FILE = "pool";

    /** Copies the lists. */
    public KernelSource {
        structs = List.copyOf(structs);
        behaviors = List.copyOf(behaviors);
    }

    /**
     * The generated part of one actor class.
     *
     * @param name of the C++ struct with the static member {@code receive} and the fingerprints of
     *     both schemas
     * @param source its definition
     * @param structs the structures that it uses
     * @param messages the records that it understands
     * @param replies the records that it replies
     */
    public record Behavior(
            String name,
            String source,
            List<Struct> structs,
            MessageProtocol messages,
            MessageProtocol replies) {}

    /**
     * Returns the bytes of dynamic shared memory that a block needs for two windows of this many
     * slots, or more of fewer.
     */
    public static int sharedBytes(int windowSlots) {
        return SHARED_FIXED_BYTES + 2 * windowSlots * SlotLayout.TAGGED_BYTES;
    }

    /**
     * Joins the runtime with behaviours; an actor's {@code kind} names its behaviour by the index
     * in this list.
     *
     * @param prelude functions that the behaviours call
     */
    public static KernelSource of(String prelude, List<Behavior> behaviors) {
        return of(prelude, behaviors, false);
    }

    /**
     * Joins the runtime with behaviours.
     *
     * @param pooled whether there is a kernel for pooled actors too
     */
    public static KernelSource of(String prelude, List<Behavior> behaviors, boolean pooled) {
        List<Struct> used = new ArrayList<>(DeviceLayouts.all());
        if (pooled) {
            used.addAll(PoolLayouts.all());
        }
        behaviors.forEach(behavior -> used.addAll(behavior.structs()));
        List<Struct> structs = CudaStructs.closure(used);
        StringBuilder text = new StringBuilder(resource("types")).append(constants());
        if (pooled) {
            text.append(poolConstants());
        }
        text.append(CudaStructs.render(structs));
        BEFORE_HANDLERS.forEach(name -> text.append(resource(name)));
        text.append(prelude).append('\n');
        behaviors.forEach(behavior -> text.append(behavior.source()).append('\n'));
        text.append(dispatch(behaviors));
        AFTER_HANDLERS.forEach(name -> text.append(resource(name)));
        if (pooled) {
            text.append(resource(POOL_MEMORY)).append(pool(behaviors));
            text.append(resource(POOL_KERNEL_FILE));
        }
        text.append(layoutKernel(structs, behaviors));
        return new KernelSource(text.toString(), structs, behaviors);
    }

    /**
     * Returns the types that generated code needs alone, outside of the kernel; for the host,
     * define {@code RK_DEVICE} and {@code RK_MEMBER} before.
     */
    public static String types() {
        return resource("types");
    }

    /**
     * Returns the source of the pool alone, without its kernel and without what only a device can
     * do.
     *
     * @param memory stands for that: {@code memory}, {@code pool_memory} and what a ring is
     * @param behaviors handlers that may follow {@code memory}
     */
    static String portablePool(String memory, List<Behavior> behaviors) {
        List<Struct> used = new ArrayList<>(DeviceLayouts.all());
        used.addAll(PoolLayouts.all());
        behaviors.forEach(behavior -> used.addAll(behavior.structs()));
        StringBuilder text = new StringBuilder(resource("types"));
        text.append(constants()).append(poolConstants());
        text.append(CudaStructs.render(CudaStructs.closure(used))).append(memory);
        behaviors.forEach(behavior -> text.append(behavior.source()).append('\n'));
        return text.append(pool(behaviors)).toString();
    }

    private static String pool(List<Behavior> behaviors) {
        StringBuilder text = new StringBuilder();
        POOL_BEFORE_HANDLERS.forEach(name -> text.append(resource(name)));
        text.append(poolDispatch(behaviors));
        POOL_AFTER_HANDLERS.forEach(name -> text.append(resource(name)));
        return text.toString();
    }

    private static String constants() {
        StringBuilder text = new StringBuilder();
        constant(text, "RK_SLOT_TAGGED_BYTES", SlotLayout.TAGGED_BYTES);
        constant(text, "RK_SLOT_PAYLOAD_OFFSET", SlotLayout.PAYLOAD_OFFSET);
        constant(text, "RK_RING_HEADER_BYTES", CacheLine.BYTES);
        constant(text, "RK_TYPE_PADDING", SlotLayout.PADDING);
        constant(text, "RK_TYPE_FAULT", DeviceLayouts.TYPE_FAULT);
        constant(text, "RK_TYPE_NO_REPLY", DeviceLayouts.TYPE_NO_REPLY);
        constant(text, "RK_BLOCK_THREADS", BLOCK_THREADS);
        constant(text, "RK_BLOCK_SHARED_BYTES", BLOCK_SHARED_BYTES);
        constant(text, "RK_STATE_SHARED_BYTES", STATE_SHARED_BYTES);
        constant(text, "RK_OUTBOX_SLOTS", OUTBOX_SLOTS);
        constant(text, "RK_PROBES", PROBES);
        for (ActorState state : ActorState.values()) {
            constant(text, "RK_STATE_" + state.name(), DeviceState.code(state));
        }
        for (CommandCode command : CommandCode.values()) {
            constant(text, "RK_COMMAND_" + command.name(), command.code());
        }
        return text.append('\n').toString();
    }

    private static String poolConstants() {
        StringBuilder text = new StringBuilder();
        constant(text, "RK_TYPE_COMMAND", PoolLayouts.TYPE_COMMAND);
        constant(text, "RK_TYPE_ACKNOWLEDGED", PoolLayouts.TYPE_ACKNOWLEDGED);
        constant(text, "RK_TYPE_GIVEN_UP", PoolLayouts.TYPE_GIVEN_UP);
        constant(text, "RK_FLAG_RETURNED", PoolLayouts.FLAG_RETURNED);
        constant(text, "RK_POOL_THREADS", PoolLayouts.BLOCK_THREADS);
        return text.append('\n').toString();
    }

    private static void constant(StringBuilder text, String name, int value) {
        text.append("static constexpr rk_u32 ")
                .append(name)
                .append(" = ")
                .append(value)
                .append(";\n");
    }

    private static String dispatch(List<Behavior> behaviors) {
        StringBuilder cases = new StringBuilder();
        for (int i = 0; i < behaviors.size(); i++) {
            cases.append(
                    "        case %d: return rk_handle<%s, %d>(state, batch, context);\n"
                            .formatted(
                                    i,
                                    behaviors.get(i).name(),
                                    behaviors.get(i).messages().types().size()));
        }
        return """
        RK_DEVICE rk_u32 rk_dispatch(rk_u32 behavior, void* state, const RkBatch& batch, RkContext& context) {
            switch (behavior) {
        %s    }
            return batch.slots;
        }

        """
                .formatted(cases);
    }

    private static String poolDispatch(List<Behavior> behaviors) {
        StringBuilder cases = new StringBuilder();
        for (int i = 0; i < behaviors.size(); i++) {
            cases.append(
                    "        case %d: return rk_pool_receive<%s>(state, type, payload, context);\n"
                            .formatted(i, behaviors.get(i).name()));
        }
        return """
        RK_DEVICE void rk_pool_dispatch(rk_u32 behavior, void* state, rk_u32 type, const unsigned char* payload,
                                        RkPoolContext& context) {
            switch (behavior) {
        %s    }
        }

        """
                .formatted(cases);
    }

    private static String layoutKernel(List<Struct> structs, List<Behavior> behaviors) {
        StringBuilder body = new StringBuilder();
        for (Struct struct : structs) {
            body.append("    *out++ = sizeof(").append(struct.name()).append(");\n");
            struct.fields()
                    .forEach(field ->
                            body.append("    *out++ = RK_OFFSETOF(")
                                    .append(struct.name())
                                    .append(", ")
                                    .append(field.name())
                                    .append(");\n"));
        }
        for (Behavior behavior : behaviors) {
            body.append("    *out++ = ").append(behavior.name()).append("::kMessages;\n");
            body.append("    *out++ = ").append(behavior.name()).append("::kReplies;\n");
        }
        return "extern \"C\" __global__ void " + LAYOUT_KERNEL + "(rk_u64* out) {\n" + body + "}\n";
    }

    private static String resource(String name) {
        String path = "rk/" + name + ".cuh";
        try (InputStream in = KernelSource.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(
                        "resource missing from the jar of ringkernel-kernels: path=" + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource: path=" + path, e);
        }
    }
}
