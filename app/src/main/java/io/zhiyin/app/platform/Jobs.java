package io.zhiyin.app.platform;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Background work of one workspace, one piece at a time, in order, on threads that stand behind those of requests; the last
 * 100 pieces stay on record.
 */
public final class Jobs implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("zhiyin.jobs");
    private static final int KEPT = 100;

    /** What runs; it tells how far it is. */
    @FunctionalInterface
    public interface Work {
        /** The result in words for machines: a small JSON-ready value. */
        Map<String, Object> run(Progress progress) throws Exception;
    }

    /** Told by the work: a stage's stable name and the share of the whole that is done, 0..1. */
    @FunctionalInterface
    public interface Progress {
        void at(String stage, double done);
    }

    public enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED
    }

    /** How a job stands; {@code error} is a problem of the user's or of ours, for a log and a page. */
    public record Job(
            long id, String name, State state, String stage, double done, Map<String, Object> result, String error) {}

    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("zhiyin-jobs").factory());
    /** Where the work itself runs, with all that it does in parallel. */
    private final ForkJoinPool background = BackgroundThreads.pool("zhiyin-jobs");

    private final Map<Long, Job> jobs = new ConcurrentHashMap<>();
    private final Map<Long, Problem> problems = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();

    /** Queues work and answers at once. */
    public Job submit(String name, Work work) {
        long id = ids.incrementAndGet();
        Job waiting = new Job(id, name, State.WAITING, "", 0, Map.of(), "");
        jobs.put(id, waiting);
        jobs.remove(id - KEPT);
        problems.remove(id - KEPT);
        worker.execute(() -> inBackground(waiting, work));
        return waiting;
    }

    public Optional<Job> job(long id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** Why a job failed, where it was a user's error. */
    Optional<Problem> problem(long id) {
        return Optional.ofNullable(problems.get(id));
    }

    /** Why a job failed, in words: the user's error, or that it was ours. */
    public String failure(Job job, Lang lang) {
        return problem(job.id())
                .orElseGet(() -> Problem.of(500, "internal", job.id()))
                .detail(lang);
    }

    /** All on record, newest first. */
    public List<Job> all() {
        List<Job> all = new ArrayList<>(jobs.values());
        all.sort(Comparator.comparingLong(Job::id).reversed());
        return all;
    }

    @Override
    public void close() {
        worker.shutdownNow();
        background.shutdownNow();
    }

    private void inBackground(Job job, Work work) {
        try {
            background.invoke(ForkJoinTask.adaptInterruptible(() -> {
                run(job, work);
                return job;
            }));
        } catch (CancellationException | RejectedExecutionException e) {
            LOG.log(Level.INFO, "job.stopped name=" + job.name() + " id=" + job.id()); // with the workspace
        }
    }

    private void run(Job job, Work work) {
        try {
            put(job, State.RUNNING, "start", 0, Map.of(), "");
            Map<String, Object> result = work.run((stage, done) -> put(job, State.RUNNING, stage, done, Map.of(), ""));
            put(job, State.DONE, "", 1, result, "");
        } catch (Problem e) {
            problems.put(job.id(), e);
            put(job, State.FAILED, "", 1, Map.of(), e.code());
        } catch (Exception | OutOfMemoryError e) {
            LOG.log(Level.ERROR, "job.failed name=" + job.name() + " id=" + job.id(), e);
            put(job, State.FAILED, "", 1, Map.of(), "internal");
        }
    }

    private void put(Job job, State state, String stage, double done, Map<String, Object> result, String error) {
        jobs.put(job.id(), new Job(job.id(), job.name(), state, stage, done, result, error));
    }
}
