package dev.writ.cli.tty;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;

/**
 * The few functions of the C library that a terminal needs (termios(3), poll(2), read(2), ioctl(2)), all on the standard
 * input. Bound on first use, which takes some 80 ms. Safe for use by several threads.
 */
final class Posix {
    private static final String SYSTEM = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    private static final boolean MAC = SYSTEM.startsWith("mac");
    private static final int INPUT = 0;
    private static final int DRAIN_AND_FORGET = 2;
    private static final short READABLE = 1;
    private static final long WINDOW_SIZE = MAC ? 0x40087468L : 0x5413L;
    private static final int STOP_BY_TERMINAL = MAC ? 18 : 20;
    /** More than struct termios takes on any system. */
    private static final int MODES_BYTES = 256;

    private final MethodHandle isatty;
    private final MethodHandle tcgetattr;
    private final MethodHandle tcsetattr;
    private final MethodHandle cfmakeraw;
    private final MethodHandle poll;
    private final MethodHandle read;
    private final MethodHandle ioctl;
    private final MethodHandle kill;

    private Posix() {
        isatty = bind("isatty", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        tcgetattr = bind("tcgetattr", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
        tcsetattr = bind("tcsetattr", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
        cfmakeraw = bind("cfmakeraw", FunctionDescriptor.ofVoid(ADDRESS));
        poll = bind("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
        read = bind("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
        ioctl = bind(
                "ioctl",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                Linker.Option.firstVariadicArg(2));
        kill = bind("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    }

    /** Whether this system has these functions, without binding them. */
    static boolean isHere() {
        return MAC || SYSTEM.equals("linux");
    }

    /** Only to be called where {@link #isHere()}. */
    static Posix instance() {
        return Bound.POSIX;
    }

    /** @param descriptor of an open file: 0 for the standard input, 1 for the output, 2 for errors */
    boolean isTerminal(int descriptor) {
        return number(() -> (int) isatty.invokeExact(descriptor)) == 1;
    }

    /** The modes the terminal has now; empty where it has gone. */
    Optional<byte[]> modes() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment modes = arena.allocate(MODES_BYTES);
            int result = number(() -> (int) tcgetattr.invokeExact(INPUT, modes));
            return result == 0 ? Optional.of(modes.toArray(JAVA_BYTE)) : Optional.empty();
        }
    }

    /** Sets the modes once all output is written, and throws away what was typed and not read. */
    void setModes(byte[] wanted) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment modes = arena.allocate(MODES_BYTES);
            MemorySegment.copy(wanted, 0, modes, JAVA_BYTE, 0, wanted.length);
            number(() -> (int) tcsetattr.invokeExact(INPUT, DRAIN_AND_FORGET, modes));
        }
    }

    /** These modes with every key given as it is typed, unseen and without a meaning of its own. */
    byte[] raw(byte[] before) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment modes = arena.allocate(MODES_BYTES);
            MemorySegment.copy(before, 0, modes, JAVA_BYTE, 0, before.length);
            number(() -> {
                cfmakeraw.invokeExact(modes);
                return 0;
            });
            return modes.toArray(JAVA_BYTE);
        }
    }

    /** Whether there is something to read, or the end of it, within this time. */
    boolean isReadable(int millis) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment asked = arena.allocate(8, 8);
            asked.set(JAVA_INT, 0, INPUT);
            asked.set(JAVA_SHORT, 4, READABLE);
            // An interrupted wait counts as one in which nothing came.
            return number(() -> (int) poll.invokeExact(asked, 1L, millis)) > 0;
        }
    }

    /** What there is to read, blocking until there is something; empty at the end of the input. */
    byte[] read(int most) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(most);
            int count = number(() -> (int) (long) read.invokeExact(INPUT, bytes, (long) most));
            return bytes.asSlice(0, Math.max(0, count)).toArray(JAVA_BYTE);
        }
    }

    /** How large the window is; empty where the terminal does not know. */
    Optional<Size> size() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment window = arena.allocate(8, 8);
            int result = number(() -> (int) ioctl.invokeExact(INPUT, WINDOW_SIZE, window));
            int rows = Short.toUnsignedInt(window.get(JAVA_SHORT, 0));
            int columns = Short.toUnsignedInt(window.get(JAVA_SHORT, 2));
            return result == 0 && rows > 0 && columns > 0 ? Optional.of(new Size(columns, rows)) : Optional.empty();
        }
    }

    /** Stops this job, as Ctrl-Z does; returns when it is continued. */
    void stopJob() {
        number(() -> (int) kill.invokeExact(0, STOP_BY_TERMINAL));
    }

    private interface Call {
        int make() throws Throwable;
    }

    private static int number(Call call) {
        try {
            return call.make();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("restricted") // calling the C library is what this class is for
    private static MethodHandle bind(String name, FunctionDescriptor types, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), types, options);
    }

    private static final class Bound {
        private static final Posix POSIX = new Posix();
    }
}
