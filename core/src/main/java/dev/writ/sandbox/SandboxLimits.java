package dev.writ.sandbox;

/**
 * What one command or service may use. All are for the whole of it but {@code addressSpace}, {@code data}, {@code fileSize} and {@code openFiles}, which
 * are per process of it.
 *
 * @param cpuSeconds processor time of a process, in seconds
 * @param addressSpace virtual memory, in bytes
 * @param data memory that can be written and is not shared, in bytes; what a program reserves and does not use is no
 *     part of it, so that this can be held tightly where {@code addressSpace} cannot (getrlimit(2), RLIMIT_DATA)
 * @param memory resident memory of all processes together, in bytes; held where control groups can be used
 * @param fileSize size of a file written, in bytes
 * @param processes processes and threads at one time
 * @param temporaryBytes size of the private temporary folder, in bytes
 * @param outputBytes how much of each output stream is kept, in bytes; half from its start and half from its end
 */
public record SandboxLimits(
        int cpuSeconds,
        long addressSpace,
        long data,
        long memory,
        long fileSize,
        int openFiles,
        int processes,
        long temporaryBytes,
        int outputBytes) {
    private static final long MIB = 1L << 20;

    /** Enough for builds and test runs of ordinary projects. */
    public static final SandboxLimits ORDINARY =
            new SandboxLimits(600, 4096 * MIB, 4096 * MIB, 2048 * MIB, 1024 * MIB, 1024, 256, 256 * MIB, 256 << 10);

    /**
     * Enough for servers in any of the usual languages: Node 20 reserves ten gigabytes of addresses for each WebAssembly
     * memory, without using them, and a tenth of a gigabyte of {@code data} is what it needs to start at all. A process that never rests is ended after six hours.
     */
    public static final SandboxLimits SERVICE = new SandboxLimits(
            6 * 3600, 128 * 1024 * MIB, 4096 * MIB, 2048 * MIB, 1024 * MIB, 4096, 256, 512 * MIB, 64 << 10);

    public SandboxLimits {
        if (cpuSeconds < 1 || addressSpace < MIB || data < MIB || memory < MIB || openFiles < 16 || processes < 4) {
            throw new IllegalArgumentException("limits too small to start any command");
        }
    }
}
