package dev.writ.sandbox;

import dev.writ.sandbox.Syscall.Machine;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Locale;
import java.util.Optional;

/**
 * Linux system calls through the foreign-function API: one handle on {@code syscall(2)} serves them all, which keeps the
 * start-up cost (some 70 ms, paid by the first file operation) to one binding. Safe for use by many threads.
 */
final class Kernel {
    private static final String SYSTEM = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    private static final String PROCESSOR = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    private static final int MOST_RETRIES = 100;

    private final Machine machine;
    private final MethodHandle syscall;
    private final VarHandle errno;

    @SuppressWarnings("restricted") // calling the kernel is what this class is for
    private Kernel(Machine machine) {
        this.machine = machine;
        Linker linker = Linker.nativeLinker();
        this.syscall = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG),
                Linker.Option.firstVariadicArg(1),
                Linker.Option.captureCallState("errno"));
        this.errno = Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));
    }

    /** The processor of this machine; empty where these calls do not exist. */
    static Optional<Machine> machineHere() {
        if (!SYSTEM.equals("linux")) {
            return Optional.empty();
        }
        return switch (PROCESSOR) {
            case "amd64", "x86_64" -> Optional.of(Machine.X86_64);
            case "aarch64" -> Optional.of(Machine.AARCH64);
            default -> Optional.empty();
        };
    }

    /** Bound on first use. Only to be called where {@link #machineHere()} is present. */
    static Kernel instance() {
        return Bound.KERNEL;
    }

    Machine machine() {
        return machine;
    }

    /**
     * Makes one call, again where it was interrupted or lost a race inside the kernel.
     *
     * @return what the call returns, never negative
     */
    long call(Syscall call, long first, long second, long third, long fourth, long fifth) throws KernelError {
        long number = call.number(machine);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
            for (int attempt = 0; ; attempt++) {
                long result = (long) syscall.invokeExact(state, number, first, second, third, fourth, fifth);
                if (result >= 0) {
                    return result;
                }
                int error = (int) errno.get(state, 0L);
                boolean passing = error == Errno.EINTR || (error == Errno.EAGAIN && call == Syscall.OPENAT2);
                if (!passing || attempt >= MOST_RETRIES) {
                    throw new KernelError(call, error);
                }
            }
        } catch (KernelError | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** A text as the kernel wants it: bytes with a zero at the end, valid as long as the arena. */
    static long bytes(Arena arena, byte[] text) {
        MemorySegment segment = arena.allocate(text.length + 1L);
        MemorySegment.copy(text, 0, segment, ValueLayout.JAVA_BYTE, 0, text.length);
        return segment.address();
    }

    private static final class Bound {
        private static final Kernel KERNEL = new Kernel(machineHere().orElseThrow());
    }
}
