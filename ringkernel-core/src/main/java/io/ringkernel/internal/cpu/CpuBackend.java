package io.ringkernel.internal.cpu;

import io.ringkernel.Backend;
import io.ringkernel.internal.Nanos;
import io.ringkernel.message.ProtocolCodec;
import io.ringkernel.spi.ActorCell;
import io.ringkernel.spi.ActorSpec;
import io.ringkernel.spi.BackendEnvironment;
import io.ringkernel.spi.BackendInstance;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The CPU backend of one runtime: carriers, the ask timer and the actors. */
final class CpuBackend implements BackendInstance {

    private static final Logger LOG = LoggerFactory.getLogger(CpuBackend.class);

    private final BackendEnvironment environment;
    private final int threads;
    private final ForkJoinPool carriers;
    private final AskTimer timer = new AskTimer();
    private final Set<CpuCell<?, ?>> cells = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    private CpuBackend(BackendEnvironment environment) {
        this.environment = environment;
        this.threads = environment.options().cpuThreads();
        boolean firstInFirstOut = true;
        this.carriers = new ForkJoinPool(threads, CpuBackend::carrier, null, firstInFirstOut);
    }

    static CpuBackend open(BackendEnvironment environment) {
        CpuBackend backend = new CpuBackend(environment);
        backend.timer.start();
        return backend;
    }

    static String describe(int threads) {
        return threads
                + " carrier thread"
                + (threads == 1 ? "" : "s")
                + " of Java "
                + Runtime.version().feature()
                + " on "
                + System.getProperty("os.arch");
    }

    @Override
    public Backend backend() {
        return Backend.CPU;
    }

    @Override
    public String device() {
        return describe(threads);
    }

    @Override
    public <M, R> ActorCell<M, R> spawn(ActorSpec<M, R> spec) {
        CpuMemory memory = CpuMemory.allocate(spec.options());
        ProtocolCodec messages = ProtocolCodec.of(spec.protocol().messages());
        ProtocolCodec replies = ProtocolCodec.of(spec.protocol().replies());
        CpuCell<M, R> cell = new CpuCell<>(this, spec, memory, messages, replies);
        cells.add(cell);
        return cell;
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Map<CpuCell<?, ?>, CompletableFuture<Void>> endings =
                cells.stream().collect(Collectors.toMap(cell -> cell, CpuCell::shutDown));
        long deadline = Nanos.deadline(Nanos.of(environment.options().commandTimeout()));
        endings.forEach((cell, ending) -> awaitEnd(cell, ending, deadline));
        cells.clear();
        timer.close();
        carriers.shutdownNow();
    }

    BackendEnvironment environment() {
        return environment;
    }

    AskTimer timer() {
        return timer;
    }

    void execute(CpuCell<?, ?> cell) {
        try {
            carriers.execute(cell);
        } catch (RejectedExecutionException e) { // an actor that was abandoned came back after all
            LOG.debug("actor not scheduled, the runtime is closed: actor={}", cell.name());
        }
    }

    void forget(CpuCell<?, ?> cell) {
        cells.remove(cell);
    }

    private static void awaitEnd(
            CpuCell<?, ?> cell, CompletableFuture<Void> ending, long deadline) {
        boolean interrupted = false;
        while (true) {
            try {
                ending.get(Math.max(1, deadline - Nanos.now()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) { // closing goes on; the caller is told at the end
                interrupted = true;
                continue;
            } catch (TimeoutException | ExecutionException e) {
                LOG.warn(
                        "actor abandoned on close, receive has not returned: actor={}",
                        cell.name());
                cell.abandon();
            }
            break;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static ForkJoinWorkerThread carrier(ForkJoinPool pool) {
        ForkJoinWorkerThread thread =
                ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        thread.setName("ringkernel-cpu-" + thread.getPoolIndex());
        thread.setDaemon(true);
        return thread;
    }
}
