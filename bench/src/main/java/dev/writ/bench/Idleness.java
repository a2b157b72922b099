package dev.writ.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Waits until what this process does by itself, such as following its log, is done. */
final class Idleness {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final Duration A_WHILE = Duration.ofMillis(500);
    private static final int LITTLE = 10;

    private Idleness() {}

    /** Waits until the process uses less than a tenth of a processor, or so long at most; whether it does. */
    static boolean await(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (System.nanoTime() < end) {
            long before = SYSTEM.getProcessCpuTime();
            Thread.sleep(A_WHILE);
            if (SYSTEM.getProcessCpuTime() - before < A_WHILE.toNanos() / LITTLE) {
                return true;
            }
        }
        return false;
    }
}
