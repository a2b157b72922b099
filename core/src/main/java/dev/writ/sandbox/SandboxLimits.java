package dev.writ.sandbox;

/**
 * What one command may use. All are per command but {@code addressSpace}, {@code fileSize} and {@code openFiles}, which
 * are per process of it.
 *
 * @param cpuSeconds processor time of a process, in seconds
 * @param addressSpace virtual memory, in bytes
 * @param memory resident memory of all processes together, in bytes; held where control groups can be used
 * @param fileSize size of a file written, in bytes
 * @param processes processes and threads at one time
 * @param temporaryBytes size of the private temporary folder, in bytes
 * @param outputBytes how much of each output stream is kept, in bytes; half from its start and half from its end
 */
public record SandboxLimits(
        int cpuSeconds,
        long addressSpace,
        long memory,
        long fileSize,
        int openFiles,
        int processes,
        long temporaryBytes,
        int outputBytes) {
    private static final long MIB = 1L << 20;

    /** Enough for builds and test runs of ordinary projects. */
    public static final SandboxLimits ORDINARY =
            new SandboxLimits(600, 4096 * MIB, 2048 * MIB, 1024 * MIB, 1024, 256, 256 * MIB, 256 << 10);

    public SandboxLimits {
        if (cpuSeconds < 1 || addressSpace < MIB || memory < MIB || openFiles < 16 || processes < 4) {
            throw new IllegalArgumentException("limits too small to start any command");
        }
    }
}
