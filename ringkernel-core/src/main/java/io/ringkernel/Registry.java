package io.ringkernel;

import io.ringkernel.message.ActorProtocol;
import io.ringkernel.spi.ActorCell;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The actors of one runtime by name and by tag. Thread-safe; {@link RingKernel#registry} has it.
 *
 * <p>An actor is here from the end of its {@code spawn} to the end of its {@code terminate}; one
 * that has failed is here until it is terminated. Closing the runtime removes all.
 *
 * <p>A look-up by name takes constant time. A look-up by pattern visits the names that begin like
 * the pattern does before its first wildcard, one by tag only the actors that have it; both see
 * every actor that is there throughout the call, and may see those that come or go meanwhile.
 */
public final class Registry {

    /*
     * Watches see each change exactly once, without one lock for all:
     *
     * - Watches are numbered in the order in which they enter `watches`; an entry remembers the number of the latest
     *   watch that was told of its actor (`informed`, under the entry's monitor). An addition tells every watch with a
     *   higher number, a removal those with this number or a lower one: nobody hears of it twice, and nobody hears of
     *   the end of an actor whose beginning it did not hear of.
     * - A new watch enters `watches` first and then visits the entries; whoever visits an entry tells all who were not
     *   told. An addition enters `sorted` first and then reads `watches`. So either the addition sees the watch or the
     *   visit sees the entry: there is no gap.
     * - A name is free for the next actor only when the removal has been queued, so additions and removals of one name
     *   alternate in every queue.
     *
     * Under an entry's monitor events are only queued (WatchQueue); listeners are called with no lock held.
     */

    /** Every name that is taken, also those whose actor is still being spawned. */
    private final ConcurrentMap<String, Entry> taken = new ConcurrentHashMap<>();

    /** The entries that have their actor. */
    private final ConcurrentNavigableMap<String, Entry> sorted = new ConcurrentSkipListMap<>();

    private final ConcurrentMap<String, Set<Entry>> tagged = new ConcurrentHashMap<>();
    private final Consumer<ActorRef<?, ?>> onRemoval;
    private final Consumer<Runnable> callBacks;
    private final Object watching = new Object();
    private volatile WatchQueue[] watches = {};
    private long lastWatch; // guarded by watching

    /** What a watch reports. */
    public sealed interface Event {
        /** Returns the actor. */
        ActorRef<?, ?> actor();
    }

    /** An actor was spawned, or was there when the watch began. */
    public record Added(ActorRef<?, ?> actor) implements Event {}

    /** An actor was terminated; its name is free, or may have been taken again already. */
    public record Removed(ActorRef<?, ?> actor) implements Event {}

    /**
     * Makes an empty registry.
     *
     * @param onRemoval told of every actor after its removal, on the thread that removes it
     * @param callBacks runs what calls listeners, on another thread
     */
    Registry(Consumer<ActorRef<?, ?>> onRemoval, Consumer<Runnable> callBacks) {
        this.onRemoval = onRemoval;
        this.callBacks = callBacks;
    }

    // ---- look-up

    /** Returns the actor of this name, if there is one. */
    public Optional<ActorRef<?, ?>> find(String name) {
        Entry entry = taken.get(name);
        return entry == null ? Optional.empty() : Optional.ofNullable(entry.cell);
    }

    /**
     * Returns the actor of this name, if there is one, by the types of its messages.
     *
     * @param messages what will be sent: what the actor understands, or some of it
     * @param replies what will be received: what the actor replies, or more general
     * @throws MessageTypeException if there is an actor of this name, but with other types
     */
    public <M, R> Optional<ActorRef<M, R>> find(String name, Class<M> messages, Class<R> replies) {
        return find(name).map(actor -> narrow(actor, messages, replies));
    }

    /**
     * Returns the actors whose names match a {@linkplain PathPattern pattern}, sorted by name.
     *
     * @throws IllegalArgumentException if it is no pattern
     */
    public List<ActorRef<?, ?>> match(String pattern) {
        return match(PathPattern.compile(pattern));
    }

    /** Returns the actors whose names match, sorted by name. */
    public List<ActorRef<?, ?>> match(PathPattern pattern) {
        List<ActorRef<?, ?>> found = new ArrayList<>();
        for (Entry entry : candidates(pattern)) {
            ActorCell<?, ?> cell = entry.cell;
            if (cell != null && pattern.matches(entry.name)) {
                found.add(cell);
            }
        }
        return List.copyOf(found);
    }

    /**
     * Returns those of the actors whose names match that have these types, as for {@link
     * #find(String, Class, Class)}; leaves the others out.
     */
    public <M, R> List<ActorRef<M, R>> match(String pattern, Class<M> messages, Class<R> replies) {
        return narrowAll(match(pattern), messages, replies);
    }

    /**
     * Returns the actors that were spawned with this {@linkplain ActorOptions#withTags tag}, sorted
     * by name.
     *
     * @throws IllegalArgumentException if no actor can have it
     */
    public List<ActorRef<?, ?>> tagged(String tag) {
        List<ActorRef<?, ?>> found = new ArrayList<>();
        for (Entry entry : tagged.getOrDefault(Paths.checkedTag(tag), Set.of())) {
            ActorCell<?, ?> cell = entry.cell;
            if (cell != null) {
                found.add(cell);
            }
        }
        found.sort(Comparator.comparing(ActorRef::name));
        return List.copyOf(found);
    }

    /**
     * Returns those of the actors with this tag that have these types, as for {@link #find(String,
     * Class, Class)}; leaves the others out.
     */
    public <M, R> List<ActorRef<M, R>> tagged(String tag, Class<M> messages, Class<R> replies) {
        return narrowAll(tagged(tag), messages, replies);
    }

    /** Returns the tags of the actor of this name; none if there is no such actor. */
    public Set<String> tags(String name) {
        Entry entry = taken.get(name);
        return entry == null ? Set.of() : entry.tags;
    }

    /** Returns the names of the actors, sorted; a copy. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(); // its constructor would trust the size at its begin
        sorted.keySet().forEach(names::add);
        return names;
    }

    /**
     * Returns a reference by its types, checked against what the actor's class says.
     *
     * @param messages what will be sent: what the actor understands, or some of it
     * @param replies what will be received: what the actor replies, or more general
     * @throws MessageTypeException if the actor has other types
     * @throws IllegalArgumentException if the reference is not that of an actor but, for example,
     *     of a {@linkplain Routers router}
     */
    @SuppressWarnings("unchecked") // what conforms checks
    public static <M, R> ActorRef<M, R> narrow(
            ActorRef<?, ?> actor, Class<M> messages, Class<R> replies) {
        if (!(actor instanceof ActorCell<?, ?> cell)) {
            throw new IllegalArgumentException(
                    "only the types of an actor are known: reference=" + actor.name());
        }
        ActorProtocol protocol = cell.protocol();
        if (!conforms(protocol, messages, replies)) {
            throw new MessageTypeException(
                    "the actor has other types: actor="
                            + actor.name()
                            + ", understands="
                            + protocol.messages().root().getName()
                            + ", asked for="
                            + messages.getName()
                            + ", replies="
                            + protocol.replies().root().getName()
                            + ", asked for="
                            + replies.getName());
        }
        return (ActorRef<M, R>) cell;
    }

    @SuppressWarnings("unchecked") // what conforms checks
    private static <M, R> List<ActorRef<M, R>> narrowAll(
            List<ActorRef<?, ?>> actors, Class<M> messages, Class<R> replies) {
        List<ActorRef<M, R>> narrowed = new ArrayList<>();
        for (ActorRef<?, ?> actor : actors) {
            if (conforms(((ActorCell<?, ?>) actor).protocol(), messages, replies)) {
                narrowed.add((ActorRef<M, R>) actor);
            }
        }
        return List.copyOf(narrowed);
    }

    private static boolean conforms(ActorProtocol protocol, Class<?> messages, Class<?> replies) {
        return protocol.messages().root().isAssignableFrom(messages)
                && replies.isAssignableFrom(protocol.replies().root());
    }

    // ---- watching

    /**
     * Reports the actors whose names match a {@linkplain PathPattern pattern}, and from then on
     * every one that comes or goes, until the registration is closed.
     *
     * <p>The listener sees each addition and each removal exactly once, and misses nothing between
     * what was there and what comes after. Events of one name come in their order, so they
     * alternate, beginning with an addition; changes that begin when this method has returned are
     * reported in the order in which they happen, whatever their names.
     *
     * <p>What is there already is reported on the calling thread before this method returns; what
     * changes later, on a virtual thread. There is one call at a time, with no lock held: the
     * listener may block, spawn, terminate or watch. Events that it has not come to are queued
     * without bound. What it throws is logged and harms nothing. After {@link Registration#close}
     * no call begins; one that has begun may go on.
     *
     * @throws IllegalArgumentException if it is no pattern
     */
    public Registration watch(String pattern, Consumer<? super Event> listener) {
        Objects.requireNonNull(listener, "listener");
        WatchQueue watch = enter(PathPattern.compile(pattern), listener);
        for (Entry entry : candidates(watch.pattern())) {
            if (watch.pattern().matches(entry.name)) {
                visit(entry);
            }
        }
        watch.begin();
        return watch;
    }

    private WatchQueue enter(PathPattern pattern, Consumer<? super Event> listener) {
        synchronized (watching) {
            lastWatch++;
            WatchQueue watch = new WatchQueue(lastWatch, pattern, listener, this::leave, callBacks);
            watches = CopiedArrays.with(watches, watch);
            return watch;
        }
    }

    private void leave(WatchQueue watch) {
        synchronized (watching) {
            watches = CopiedArrays.without(watches, watch);
        }
    }

    private void visit(Entry entry) {
        synchronized (entry) {
            ActorCell<?, ?> cell = entry.cell;
            if (cell != null) {
                announce(entry, cell);
            }
        }
    }

    /** Tells every watch that was not told of the actor; under the entry's monitor. */
    private void announce(Entry entry, ActorCell<?, ?> cell) {
        Added event = new Added(cell);
        for (WatchQueue watch : watches) {
            if (watch.number() > entry.informed) {
                watch.offer(entry.name, event);
                entry.informed = watch.number();
            }
        }
    }

    // ---- changes, by the runtime

    /**
     * Takes a name.
     *
     * @return its entry, for {@link #add} or {@link #release}
     * @throws DuplicateNameException if it is taken
     */
    Entry reserve(String name) {
        Entry entry = new Entry(name);
        if (taken.putIfAbsent(name, entry) != null) {
            throw new DuplicateNameException(
                    "an actor of this name exists: name="
                            + name
                            + "; terminate it first, or choose another name");
        }
        return entry;
    }

    /** Makes the actor known under the name that was reserved for it. */
    void add(Entry entry, ActorCell<?, ?> cell, Set<String> tags) {
        synchronized (entry) {
            entry.cell = cell;
            entry.tags = tags;
            for (String tag : tags) {
                tagged.compute(tag, (_, entries) -> with(entries, entry));
            }
            sorted.put(entry.name, entry);
            announce(entry, cell);
        }
    }

    /** Frees a name whose actor did not come into being; no effect after {@link #add}. */
    void release(Entry entry) {
        if (entry.cell == null) {
            taken.remove(entry.name, entry);
        }
    }

    /** Returns whether this very actor is here. */
    boolean holds(ActorCell<?, ?> cell) {
        Entry entry = taken.get(cell.name());
        return entry != null && entry.holds(cell);
    }

    /** Removes an actor; no effect if it is not here. */
    void remove(ActorCell<?, ?> cell) {
        Entry entry = taken.get(cell.name());
        if (entry != null && remove(entry, cell)) {
            onRemoval.accept(cell);
        }
    }

    /** Removes every actor. */
    void clear() {
        for (Entry entry : sorted.values()) {
            ActorCell<?, ?> cell = entry.cell;
            if (cell != null) {
                remove(cell);
            }
        }
    }

    private boolean remove(Entry entry, ActorCell<?, ?> cell) {
        synchronized (entry) {
            if (!entry.holds(cell)) {
                return false;
            }
            entry.cell = null;
            sorted.remove(entry.name);
            for (String tag : entry.tags) {
                tagged.computeIfPresent(tag, (_, entries) -> without(entries, entry));
            }
            entry.tags = Set.of();
            Removed event = new Removed(cell);
            for (WatchQueue watch : watches) {
                if (watch.number() <= entry.informed) {
                    watch.offer(entry.name, event);
                }
            }
            taken.remove(
                    entry.name, entry); // here: whoever finds the actor gone finds its name free
        }
        return true;
    }

    private static Set<Entry> with(@Nullable Set<Entry> entries, Entry entry) {
        Set<Entry> all = entries == null ? ConcurrentHashMap.newKeySet() : entries;
        all.add(entry);
        return all;
    }

    private static @Nullable Set<Entry> without(Set<Entry> entries, Entry entry) {
        entries.remove(entry);
        return entries.isEmpty() ? null : entries;
    }

    /** Returns the entries that begin like the pattern, sorted. */
    private Collection<Entry> candidates(PathPattern pattern) {
        String prefix = pattern.prefix();
        if (pattern.isLiteral()) {
            Entry entry = sorted.get(prefix);
            return entry == null ? List.of() : List.of(entry);
        }
        NavigableMap<String, Entry> beginning =
                sorted.subMap(prefix, true, prefix + Character.MAX_VALUE, false);
        return beginning.values();
    }

    /** A name that is taken; the actor follows when the backend has spawned it. */
    static final class Entry {
        private final String name;
        private volatile @Nullable ActorCell<?, ?> cell;
        private volatile Set<String> tags = Set.of();
        private long informed; // the latest watch that was told; guarded by this

        private Entry(String name) {
            this.name = name;
        }

        @SuppressWarnings("ReferenceEquality") // this very actor, not a later one of its name
        private boolean holds(ActorCell<?, ?> other) {
            return cell == other;
        }
    }
}
