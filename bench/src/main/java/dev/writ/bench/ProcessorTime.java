package dev.writ.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Processor time of this process, all its threads together. */
final class ProcessorTime {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final Duration A_WHILE = Duration.ofMillis(500);
    private static final int LITTLE = 10;

    private ProcessorTime() {}

    /** Nanoseconds used so far. */
    static long used() {
        return SYSTEM.getProcessCpuTime();
    }

    /**
     * Waits until what the process does by itself, such as following its log, is done: until it uses less than a tenth of a
     * processor, or so long at most; whether it does.
     */
    static boolean awaitLittle(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (System.nanoTime() < end) {
            long before = used();
            Thread.sleep(A_WHILE);
            if (used() - before < A_WHILE.toNanos() / LITTLE) {
                return true;
            }
        }
        return false;
    }
}
