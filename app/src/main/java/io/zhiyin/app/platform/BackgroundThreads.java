package io.zhiyin.app.platform;

import java.lang.System.Logger.Level;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * Threads for work that nobody waits for: as many as there are cores, and where the system can, at a tenth of the weight
 * of those that answer requests (nice 10). Java's own priorities mean nothing on Linux, and a training that shares two
 * cores evenly makes lists wait for whole time slices.
 *
 * <p>Source: setpriority(2); on Linux it is a thread's own, elsewhere a process's, so it is asked for on Linux alone.
 */
final class BackgroundThreads {
    private static final System.Logger LOG = System.getLogger("zhiyin.jobs");
    private static final int PRIO_PROCESS = 0;
    private static final int NICE = 10;

    private BackgroundThreads() {}

    static ForkJoinPool pool(String name) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new ForkJoinPool(cores, pool -> new Low(pool, name), null, false);
    }

    private static final class Low extends ForkJoinWorkerThread {
        Low(ForkJoinPool pool, String name) {
            super(pool);
            setName(name + "-" + getPoolIndex());
            setDaemon(true);
        }

        @Override
        protected void onStart() {
            super.onStart();
            lower();
        }
    }

    /** The calling thread goes behind others; where that cannot be, all stays as it is. */
    @SuppressWarnings("restricted") // one call of the C library, with three numbers
    static void lower() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return;
        }
        try {
            Linker linker = Linker.nativeLinker();
            MethodHandle setPriority = linker.downcallHandle(
                    linker.defaultLookup().find("setpriority").orElseThrow(),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            int failed = (int) setPriority.invokeExact(PRIO_PROCESS, 0, NICE);
            if (failed != 0) {
                LOG.log(Level.DEBUG, "jobs.priority.unchanged");
            }
        } catch (Throwable e) { // invokeExact declares it
            LOG.log(Level.DEBUG, "jobs.priority.unchanged", e);
        }
    }
}
