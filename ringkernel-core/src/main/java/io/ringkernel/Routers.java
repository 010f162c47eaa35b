package io.ringkernel;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Makes one {@link ActorRef} out of several, its routees.
 *
 * <p>A router is no actor: it has no mailbox, no thread and no place in the {@linkplain Registry
 * registry}, and cannot be terminated; it only chooses on the sender's thread to whom a message
 * goes. Any thread may send through it. Telling allocates nothing. Routees may be routers
 * themselves, or actors of different runtimes.
 *
 * <ul>
 *   <li>Routees that have failed or terminated are passed over; one that is restarted is back. A
 *       message that reaches a routee just before it ends becomes a dead letter, as ever. When no
 *       routee is left, a message becomes a dead letter of one of them, and an ask of it fails.
 *   <li>{@code name()} is made of the kind and the first routees: {@code round-robin(w/0, w/1)}. It
 *       is no path, so it is never the name of an actor.
 *   <li>{@code state()} is that of the routee with which there is most to be done: active before
 *       quiesced, spawned, failed, terminated. So the router is alive as long as one routee is, and
 *       terminated when all are.
 *   <li>A full mailbox is treated as the overflow policy of its routee says; another routee is not
 *       tried.
 *   <li>{@code tellAll} routes each message by itself, except for {@link #broadcast}. {@link
 *       MailboxFullException#accepted} says how many of the list were accepted.
 *   <li>Messages of one sender to one routee keep their order; those to different routees have
 *       none.
 * </ul>
 */
public final class Routers {

    private Routers() {}

    /**
     * Sends to one after the other.
     *
     * @throws IllegalArgumentException if there is no routee
     */
    public static <M, R> ActorRef<M, R> roundRobin(List<? extends ActorRef<M, R>> routees) {
        return new RoundRobinRouter<>(routees);
    }

    /**
     * Sends messages with the same key to the same routee. The routee depends on nothing but the
     * key and the names of the routees that are alive: when one ends, only its keys move, evenly to
     * the others, and when one joins, in another router, it takes its share and nothing else moves
     * (rendezvous hashing). A message costs one hash for each routee.
     *
     * @param key pure and thread-safe; all 64 bits count, and need not be mixed
     * @throws IllegalArgumentException if there is no routee, or if two have the same name
     */
    public static <M, R> ActorRef<M, R> hash(
            List<? extends ActorRef<M, R>> routees, ToLongFunction<? super M> key) {
        return new HashRouter<>(routees, key);
    }

    /**
     * Sends to all. What one routee throws is thrown when all have been told, the first exception
     * with the others suppressed; {@link MailboxFullException#accepted} is then the first one's.
     *
     * <p>{@code ask} asks all. The first reply wins, the others are ignored: their asks stay
     * entered until they are answered or expire. The stage fails when all have failed, with the
     * last failure; {@code ask} throws only if it could ask nobody.
     *
     * @throws IllegalArgumentException if there is no routee
     */
    public static <M, R> ActorRef<M, R> broadcast(List<? extends ActorRef<M, R>> routees) {
        return new BroadcastRouter<>(routees);
    }

    /**
     * Sends to the routee with the fewest messages in its mailbox as of about now; among equals,
     * one after the other. A message costs a look at each mailbox, up to the first empty one.
     *
     * @throws IllegalArgumentException if there is no routee, or if one is neither an actor nor a
     *     router
     */
    public static <M, R> ActorRef<M, R> leastLoaded(List<? extends ActorRef<M, R>> routees) {
        return new LeastLoadedRouter<>(routees);
    }
}
