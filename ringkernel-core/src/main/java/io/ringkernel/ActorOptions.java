package io.ringkernel;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How one actor is spawned. Immutable: every {@code with} method returns other options. Options are
 * equal if all that was chosen is equal; functions are equal to themselves only.
 */
public final class ActorOptions {

    private static final ActorOptions DEFAULTS = new ActorOptions();

    private int mailboxCapacity = 1024;
    private int slotBytes;
    private int maxAsks = 256;
    private OverflowPolicy overflow = OverflowPolicy.WAIT;
    private Duration sendTimeout = Duration.ofSeconds(5);
    private Duration askTimeout = Duration.ofSeconds(5);
    private RestartType restart = RestartType.TEMPORARY;
    private boolean restartFromSnapshot;
    private Supervision supervision = Supervision.oneForOne();
    private @Nullable ToIntFunction<Object> priority;
    private @Nullable ToLongFunction<Object> messageId;
    private int messageIds;
    private Set<String> tags = Set.of();
    private int messageBytes;
    private long memoryBudget;
    private @Nullable Predicate<Object> sheddable;
    private @Nullable Placement placement;

    private ActorOptions() {}

    private ActorOptions(ActorOptions other) {
        mailboxCapacity = other.mailboxCapacity;
        slotBytes = other.slotBytes;
        maxAsks = other.maxAsks;
        overflow = other.overflow;
        sendTimeout = other.sendTimeout;
        askTimeout = other.askTimeout;
        restart = other.restart;
        restartFromSnapshot = other.restartFromSnapshot;
        supervision = other.supervision;
        priority = other.priority;
        messageId = other.messageId;
        messageIds = other.messageIds;
        tags = other.tags;
        messageBytes = other.messageBytes;
        memoryBudget = other.memoryBudget;
        sheddable = other.sheddable;
        placement = other.placement;
    }

    /**
     * Returns 1024 slots sized by the records, 256 asks, waits of up to 5 s for a slot and for a
     * reply, and no restart.
     */
    public static ActorOptions defaults() {
        return DEFAULTS;
    }

    /** Returns these options with {@code slots} in the mailbox, a power of two from 16 to 2^24. */
    public ActorOptions withMailboxCapacity(int slots) {
        powerOfTwo("mailboxCapacity", slots, 16, 1 << 24);
        return with(options -> options.mailboxCapacity = slots);
    }

    /**
     * Returns these options with slots of {@code bytes}, a power of two from 64 to 4096, or 0 for
     * the smallest that fits the largest record.
     */
    public ActorOptions withSlotBytes(int bytes) {
        if (bytes != 0) {
            powerOfTwo("slotBytes", bytes, 64, 4096);
        }
        return with(options -> options.slotBytes = bytes);
    }

    /**
     * Returns these options with a bound on the asks that may wait for their reply at once, a power
     * of two from 16 to 2^20.
     */
    public ActorOptions withMaxAsks(int asks) {
        powerOfTwo("maxAsks", asks, 16, 1 << 20);
        return with(options -> options.maxAsks = asks);
    }

    /** Returns these options with what a send does when the mailbox is full. */
    public ActorOptions withOverflow(OverflowPolicy policy) {
        Objects.requireNonNull(policy, "overflow");
        return with(options -> options.overflow = policy);
    }

    /** Returns these options with the time that {@link OverflowPolicy#WAIT} waits. */
    public ActorOptions withSendTimeout(Duration timeout) {
        positive("sendTimeout", timeout);
        return with(options -> options.sendTimeout = timeout);
    }

    /** Returns these options with the time that {@link ActorRef#ask(Object)} waits. */
    public ActorOptions withAskTimeout(Duration timeout) {
        positive("askTimeout", timeout);
        return with(options -> options.askTimeout = timeout);
    }

    /**
     * Returns these options with what its supervisor does when the actor ends by itself. What a
     * restart begins with is the state that the actor was spawned with.
     */
    public ActorOptions withRestart(RestartType type) {
        Objects.requireNonNull(type, "restart");
        return with(options -> {
            options.restart = type;
            options.restartFromSnapshot = false;
        });
    }

    /**
     * Returns these options with a restart that begins with the last {@linkplain
     * ActorContext#snapshot() snapshot}, if there is one.
     */
    public ActorOptions withRestartFromSnapshot(RestartType type) {
        Objects.requireNonNull(type, "restart");
        return with(options -> {
            options.restart = type;
            options.restartFromSnapshot = true;
        });
    }

    /** Returns these options with how the actor supervises its children. */
    public ActorOptions withSupervision(Supervision ofChildren) {
        Objects.requireNonNull(ofChildren, "supervision");
        return with(options -> options.supervision = ofChildren);
    }

    /**
     * Returns these options with an order of messages: those of the smallest number are handled
     * first, those of one number in the order in which they came. On the CPU only.
     *
     * @param order of a message; called by senders, on their threads
     */
    public <M> ActorOptions withPriority(Class<M> type, ToIntFunction<? super M> order) {
        return with(options -> options.priority = message -> order.applyAsInt(type.cast(message)));
    }

    /**
     * Returns these options with idempotent delivery: of the messages with one id, the first is
     * handled; a later one becomes a dead letter with reason {@link DeadLetter.Reason#DUPLICATE} if
     * its id is among the last {@code remembered}. On the CPU only.
     *
     * @param id of a message; called by the actor
     * @param remembered how many ids are kept, from 1 to 2^24
     */
    public <M> ActorOptions withMessageId(
            Class<M> type, ToLongFunction<? super M> id, int remembered) {
        if (remembered < 1 || remembered > 1 << 24) {
            throw new IllegalArgumentException(
                    "remembered must be from 1 to 2^24: remembered=" + remembered);
        }
        return with(options -> {
            options.messageId = message -> id.applyAsLong(type.cast(message));
            options.messageIds = remembered;
        });
    }

    /**
     * Returns these options with a bound on the memory that queued messages may take: the mailbox
     * then has at most as many slots as fit, rounded down to a power of two, and a full one follows
     * the overflow policy. A slot is counted as on the device, on the CPU as the largest record and
     * what refers to it.
     *
     * @param bytes enough for 16 messages, or spawning throws {@link IllegalArgumentException}
     */
    public ActorOptions withMemoryBudget(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException(
                    "memoryBudget must be positive: memoryBudget=" + bytes);
        }
        return with(options -> options.memoryBudget = bytes);
    }

    /**
     * Returns these options with what a message takes in memory on the CPU, for budgets. Unless it
     * is set, that is the size of the largest record; of records that hold what has no fixed size,
     * such as lists, 64 bytes.
     *
     * @param bytes from 1 to 2^30
     */
    public ActorOptions withMessageBytes(int bytes) {
        if (bytes < 1 || bytes > 1 << 30) {
            throw new IllegalArgumentException(
                    "messageBytes must be from 1 to 2^30: messageBytes=" + bytes);
        }
        return with(options -> options.messageBytes = bytes);
    }

    /**
     * Returns these options with messages that the actor can do without: when the runtime's memory
     * is {@link MemoryLevel#CRITICAL}, sending them makes them dead letters with reason {@link
     * DeadLetter.Reason#MEMORY_SHED}.
     */
    public ActorOptions withSheddable() {
        return with(options -> options.sheddable = _ -> true);
    }

    /**
     * Returns these options with some messages that the actor can do without, such as those of low
     * priority; as {@link #withSheddable()}.
     *
     * @param which says of a message whether it is one; called by senders while memory is critical
     */
    public <M> ActorOptions withSheddable(Class<M> type, Predicate<? super M> which) {
        return with(options ->
                options.sheddable =
                        message -> type.isInstance(message) && which.test(type.cast(message)));
    }

    /**
     * Returns these options with these tags instead of those that it had: words by which {@link
     * Registry#tagged} finds the actor, each of letters, digits, {@code .}, {@code _} and {@code
     * -}.
     */
    public ActorOptions withTags(String... words) {
        Set<String> checked = Set.copyOf(List.of(words));
        checked.forEach(Paths::checkedTag);
        return with(options -> options.tags = checked);
    }

    /**
     * Returns these options with where the actor runs on a GPU, instead of where the runtime puts
     * actors that do not say ({@link RingKernel.Builder#placement}). A pooled actor's mailbox lies
     * in device memory: give it as few slots as it can do with.
     */
    public ActorOptions withPlacement(Placement where) {
        Objects.requireNonNull(where, "placement");
        return with(options -> options.placement = where);
    }

    /** Returns the slots in the mailbox. */
    public int mailboxCapacity() {
        return mailboxCapacity;
    }

    /** Returns the size of a slot in bytes, or 0 for the smallest that fits. */
    public int slotBytes() {
        return slotBytes;
    }

    /** Returns how many asks may wait for their reply at once. */
    public int maxAsks() {
        return maxAsks;
    }

    /** Returns what a send does when the mailbox is full. */
    public OverflowPolicy overflow() {
        return overflow;
    }

    /** Returns how long {@link OverflowPolicy#WAIT} waits. */
    public Duration sendTimeout() {
        return sendTimeout;
    }

    /** Returns how long {@link ActorRef#ask(Object)} waits for the reply. */
    public Duration askTimeout() {
        return askTimeout;
    }

    /** Returns when the actor is started again. */
    public RestartType restart() {
        return restart;
    }

    /** Returns whether a restart begins with the last snapshot. */
    public boolean restartFromSnapshot() {
        return restartFromSnapshot;
    }

    /** Returns how the actor supervises its children. */
    public Supervision supervision() {
        return supervision;
    }

    /** Returns the order of messages; null for the order in which they come. */
    public @Nullable ToIntFunction<Object> priority() {
        return priority;
    }

    /** Returns the id of messages; null if they have none. */
    public @Nullable ToLongFunction<Object> messageId() {
        return messageId;
    }

    /** Returns how many ids of messages are kept; 0 if they have none. */
    public int messageIds() {
        return messageIds;
    }

    /** Returns the words by which the registry finds the actor. */
    public Set<String> tags() {
        return tags;
    }

    /** Returns the bound on the memory that queued messages take, in bytes; 0 for none. */
    public long memoryBudget() {
        return memoryBudget;
    }

    /** Returns what a message takes on the CPU, in bytes; 0 for what its records take. */
    public int messageBytes() {
        return messageBytes;
    }

    /** Returns which messages the actor can do without; null if none. */
    public @Nullable Predicate<Object> sheddable() {
        return sheddable;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof ActorOptions options && values().equals(options.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    private List<@Nullable Object> values() {
        return Arrays.asList(
                mailboxCapacity,
                slotBytes,
                maxAsks,
                overflow,
                sendTimeout,
                askTimeout,
                restart,
                restartFromSnapshot,
                supervision,
                priority,
                messageId,
                messageIds,
                tags,
                messageBytes,
                memoryBudget,
                sheddable,
                placement);
    }

    /** Returns where the actor runs on a GPU; null for where the runtime puts it. */
    public @Nullable Placement placement() {
        return placement;
    }

    private ActorOptions with(Consumer<ActorOptions> change) {
        ActorOptions changed = new ActorOptions(this);
        change.accept(changed);
        return changed;
    }

    private static void powerOfTwo(String what, int value, int min, int max) {
        if (value < min || value > max || Integer.bitCount(value) != 1) {
            throw new IllegalArgumentException(
                    what
                            + " must be a power of two from "
                            + min
                            + " to "
                            + max
                            + ": "
                            + what
                            + "="
                            + value);
        }
    }

    private static void positive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + " must be positive: " + what + "=" + value);
        }
    }
}
