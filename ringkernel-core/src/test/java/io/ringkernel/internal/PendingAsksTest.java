package io.ringkernel.internal;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.ActorTerminatedException;
import io.ringkernel.AskTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PendingAsksTest {

    private static final long HOUR = 3_600_000_000_000L;

    private final PendingAsks<String> asks = new PendingAsks<>("echo", 16, ReplyPoller.NONE);

    @Test
    void shouldDeliverEachReplyToItsAsk() throws Exception {
        AskFuture<String> first = asks.tryClaim(HOUR);
        AskFuture<String> second = asks.tryClaim(HOUR);
        assertThat(first.correlation()).isNotZero().isNotEqualTo(second.correlation());
        assertThat(asks.outstanding()).isEqualTo(2);
        assertThat(asks.complete(second.correlation(), "two")).isTrue();
        assertThat(asks.complete(first.correlation(), "one")).isTrue();
        assertThat(first.get()).isEqualTo("one");
        assertThat(second.join()).isEqualTo("two");
        assertThat(first.isDone()).isTrue();
        assertThat(asks.outstanding()).isZero();
        assertThat(asks.complete(first.correlation(), "again")).isFalse();
    }

    @Test
    void shouldRefuseWhenFullAndTakeAgainAfterAnyEnd() {
        List<AskFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            all.add(asks.tryClaim(HOUR));
        }
        assertThat(asks.tryClaim(HOUR)).isNull();
        all.get(3).cancel(true);
        assertThat(asks.tryClaim(HOUR)).isNotNull();
        assertThat(asks.tryClaim(HOUR)).isNull();
        all.get(5).complete("by the caller");
        all.get(6).completeExceptionally(new IllegalStateException());
        assertThat(asks.outstanding()).isEqualTo(14);
        assertThat(asks.complete(all.get(3).correlation(), "late")).isFalse();
        assertThat(asks.fail(all.get(5).correlation(), new IllegalStateException())).isFalse();
    }

    @Test
    void shouldNeverTakeALateReplyForAnother() {
        AskFuture<String> old = asks.tryClaim(HOUR);
        old.cancel(true);
        for (int i = 0; i < 100; i++) {
            AskFuture<String> ask = asks.tryClaim(HOUR);
            assertThat(asks.complete(old.correlation(), "late")).isFalse();
            assertThat(asks.complete(ask.correlation(), "right")).isTrue();
        }
    }

    @Test
    void shouldExpireOnlyThoseWhoseTimeIsUp() {
        AskFuture<String> early = asks.tryClaim(1000);
        AskFuture<String> late = asks.tryClaim(HOUR);
        asks.expire(Nanos.now() + SECONDS.toNanos(10));
        assertThatThrownBy(early::get)
                .hasCauseInstanceOf(AskTimeoutException.class)
                .hasMessageContaining("actor=echo");
        assertThat(late).isNotDone();
        assertThat(asks.outstanding()).isEqualTo(1);
        asks.expire(Nanos.now() + 2 * HOUR);
        assertThatThrownBy(late::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(AskTimeoutException.class);
    }

    @Test
    void shouldExpireAnAskThatEntersBetweenScansOfLaterOnes() {
        asks.tryClaim(HOUR);
        asks.expire(Nanos.now());
        AskFuture<String> early = asks.tryClaim(1000);
        asks.expire(Nanos.now() + SECONDS.toNanos(1));
        assertThatThrownBy(early::get).hasCauseInstanceOf(AskTimeoutException.class);
    }

    @Test
    void shouldFailAllEachWithAnErrorOfItsOwn() {
        AskFuture<String> first = asks.tryClaim(HOUR);
        AskFuture<String> second = asks.tryClaim(HOUR);
        asks.failAll(() -> new ActorTerminatedException("gone"));
        Throwable one = failure(first);
        assertThat(one).isInstanceOf(ActorTerminatedException.class);
        assertThat(failure(second)).isInstanceOf(ActorTerminatedException.class).isNotSameAs(one);
        assertThat(asks.outstanding()).isZero();
    }

    @Test
    void shouldSaturateTimeoutsThatWouldOverflow() {
        AskFuture<String> ask = asks.tryClaim(Long.MAX_VALUE);
        asks.expire(Nanos.now());
        assertThat(ask).isNotDone();
        assertThat(ask.deadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldPollForTheReplyOnTheThreadThatWaits() throws Exception {
        Thread[] poller = new Thread[1];
        List<PendingAsks<String>> table = new ArrayList<>();
        table.add(
                new PendingAsks<>(
                        "polled",
                        16,
                        new ReplyPoller() {
                            @Override
                            public long spinNanos() {
                                return HOUR;
                            }

                            @Override
                            public void poll() {
                                poller[0] = Thread.currentThread();
                                table.getFirst().complete(1, "polled");
                            }
                        }));
        assertThat(table.getFirst().tryClaim(HOUR).get()).isEqualTo("polled");
        assertThat(poller[0]).isSameAs(Thread.currentThread());
    }

    @Test
    void shouldNotRunCallbacksOnTheThreadThatDelivers() throws Exception {
        AskFuture<String> ask = asks.tryClaim(HOUR);
        CompletableFuture<Thread> ranOn = ask.thenApply(_ -> Thread.currentThread());
        asks.complete(ask.correlation(), "reply");
        assertThat(ranOn.get(10, SECONDS)).isNotSameAs(Thread.currentThread());
        assertThat(ranOn.get().isVirtual()).isTrue();
        assertThat(ranOn.getClass()).isEqualTo(CompletableFuture.class);
    }

    @Test
    void shouldNotHoldUpOthersWhenACallbackBlocks() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AskFuture<String> first = asks.tryClaim(HOUR);
        CompletableFuture<Void> blocked = first.thenAccept(_ -> awaitUninterruptibly(release));
        asks.complete(first.correlation(), "one");
        for (int i = 0; i < 64; i++) {
            AskFuture<String> ask = asks.tryClaim(HOUR);
            CompletableFuture<Integer> length = ask.thenApply(String::length);
            asks.complete(ask.correlation(), "two");
            assertThat(length.get(10, SECONDS)).isEqualTo(3);
        }
        assertThat(blocked).isNotDone();
        release.countDown();
        blocked.get(10, SECONDS);
    }

    @Test
    void shouldKeepTheAskWhenOnlyTheWaitTimesOut() throws Exception {
        AskFuture<String> ask = asks.tryClaim(HOUR);
        assertThatThrownBy(() -> ask.get(1, MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> ask.get(0, MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(asks.outstanding()).isEqualTo(1);
        asks.complete(ask.correlation(), "after all");
        assertThat(ask.get(10, SECONDS)).isEqualTo("after all");
        assertThat(ask.get(0, MILLISECONDS)).isEqualTo("after all");
    }

    @Test
    void shouldWakeEveryThreadThatWaits() throws Exception {
        AskFuture<String> ask = asks.tryClaim(HOUR);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<String>> waiting =
                    List.of(
                            threads.submit(() -> ask.get()),
                            threads.submit(() -> ask.join()),
                            threads.submit(() -> ask.get(20, SECONDS)),
                            threads.submit(() -> ask.thenApply(reply -> reply).get()));
            asks.complete(ask.correlation(), "all");
            for (Future<String> future : waiting) {
                assertThat(future.get(10, SECONDS)).isEqualTo("all");
            }
        }
    }

    @Test
    void shouldWakeTheWaiterWhenAnotherThreadCancels() throws Exception {
        AskFuture<String> ask = asks.tryClaim(HOUR);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<String> waiting = thread.submit(() -> ask.get());
            ask.cancel(false);
            assertThatThrownBy(() -> waiting.get(10, SECONDS))
                    .hasCauseInstanceOf(CancellationException.class);
        }
    }

    @Test
    void shouldThrowInterruptedWhileItWaits() {
        AskFuture<String> ask = asks.tryClaim(HOUR);
        Thread.currentThread().interrupt();
        assertThatThrownBy(ask::get).isInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> ask.get(20, SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(asks.outstanding()).isEqualTo(1);
    }

    @Test
    void shouldLoseNoReplyWhenManyThreadsAskAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> callers = new ArrayList<>();
            for (int caller = 0; caller < 3; caller++) {
                callers.add(threads.submit(this::askOften));
            }
            Future<?> server =
                    threads.submit(() -> {
                        for (int correlation = 1; correlation <= 60_000; correlation++) {
                            while (!asks.complete(correlation, "" + correlation)) {
                                Thread.yield();
                            }
                        }
                    });
            for (Future<Integer> caller : callers) {
                assertThat(caller.get(20, SECONDS)).isEqualTo(20_000);
            }
            server.get(20, SECONDS);
        }
        assertThat(asks.outstanding()).isZero();
    }

    private int askOften() throws ExecutionException, InterruptedException {
        int answered = 0;
        while (answered < 20_000) {
            AskFuture<String> ask = asks.tryClaim(HOUR);
            if (!ask.get().equals("" + ask.correlation())) {
                throw new AssertionError("reply of another: " + ask.correlation());
            }
            answered++;
        }
        return answered;
    }

    private static Throwable failure(AskFuture<String> ask) {
        try {
            return new AssertionError("completed: " + ask.get());
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException e) {
            return e;
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
