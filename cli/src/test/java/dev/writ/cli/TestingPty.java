package dev.writ.cli;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A real pseudo-terminal with a real process at it: what a person would type is typed, what they would see is kept.
 * Everything ends with {@link #close()}. Linux.
 */
final class TestingPty implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int READ_WRITE = 2;
    private static final int NO_CONTROLLING_TERMINAL = 0x100;
    private static final long SET_WINDOW_SIZE = 0x5414L;
    private static final MethodHandle OPEN =
            bind("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle GRANT = bind("grantpt", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle UNLOCK = bind("unlockpt", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle NAME =
            bind("ptsname_r", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle IOCTL = bind(
            "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle READ =
            bind("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            bind("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle CLOSE = bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final int fd;
    private final int kept;
    private final String name;
    private final StringBuffer seen = new StringBuffer();
    private @Nullable Process process;

    TestingPty(int columns, int rows) {
        try (Arena arena = Arena.ofConfined()) {
            fd = number(() ->
                    (int) OPEN.invokeExact(arena.allocateFrom("/dev/ptmx"), READ_WRITE | NO_CONTROLLING_TERMINAL));
            number(() -> (int) GRANT.invokeExact(fd));
            number(() -> (int) UNLOCK.invokeExact(fd));
            MemorySegment text = arena.allocate(64);
            number(() -> (int) NAME.invokeExact(fd, text, 64L));
            name = text.getString(0);
            // Held open, or reading would fail whenever no process is at it.
            kept = number(() -> (int) OPEN.invokeExact(arena.allocateFrom(name), READ_WRITE | NO_CONTROLLING_TERMINAL));
        }
        resize(columns, rows);
        Thread.ofPlatform().daemon().start(this::collect);
    }

    /** Starts a class of this very class path there, as the leader of a session whose terminal this is. */
    void start(Map<String, String> environment, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("setsid", "--ctty", "--wait"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                mainClass));
        command.addAll(arguments);
        start(environment, command);
    }

    /** Starts any command there. */
    void start(Map<String, String> environment, List<String> command) {
        File terminal = new File(name);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(terminal)
                .redirectOutput(terminal)
                .redirectError(terminal);
        builder.environment().put("TERM", "xterm");
        builder.environment().remove("NO_COLOR");
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void type(String keys) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = keys.getBytes(StandardCharsets.UTF_8);
            number(() -> (int) (long) WRITE.invokeExact(fd, arena.allocateFrom(JAVA_BYTE, bytes), (long) bytes.length));
        }
    }

    void resize(int columns, int rows) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(8, 8);
            size.set(JAVA_SHORT, 0, (short) rows);
            size.set(JAVA_SHORT, 2, (short) columns);
            number(() -> (int) IOCTL.invokeExact(fd, SET_WINDOW_SIZE, size));
        }
    }

    /** Everything that was written to the terminal so far. */
    String seen() {
        return seen.toString();
    }

    void awaitSeen(String text) {
        await(all -> all.contains(text), text);
    }

    /** Waits for what was written to be so. */
    void await(Predicate<String> wanted, String what) {
        Instant latest = Instant.now().plus(LONGEST);
        while (!wanted.test(seen())) {
            if (Instant.now().isAfter(latest)) {
                throw new AssertionError("Not seen within " + LONGEST + ": " + what + "\nSeen: " + seen());
            }
            pause();
        }
    }

    /** How the terminal is set, as {@code stty} says it. */
    String modes() {
        try {
            Process stty = new ProcessBuilder("stty", "-F", name, "-g").start();
            return new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the process to end. */
    int exitCode() {
        Process running = running();
        try {
            if (!running.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("It has not ended. Seen: " + seen());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return running.exitValue();
    }

    /** The process that was started, below the one that gives it its terminal. */
    ProcessHandle program() {
        return running().toHandle().children().findFirst().orElse(running().toHandle());
    }

    private Process running() {
        return java.util.Objects.requireNonNull(process);
    }

    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void collect() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(8_192);
            while (true) {
                int count = (int) (long) READ.invokeExact(fd, bytes, 8_192L);
                if (count <= 0) {
                    return;
                }
                seen.append(new String(bytes.asSlice(0, count).toArray(JAVA_BYTE), StandardCharsets.UTF_8));
            }
        } catch (Throwable e) {
            seen.append(e);
        }
    }

    private interface Call {
        int make() throws Throwable;
    }

    private static int number(Call call) {
        try {
            int result = call.make();
            if (result < 0) {
                throw new AssertionError("The pseudo-terminal cannot be used.");
            }
            return result;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("restricted") // only the C library makes pseudo-terminals
    private static MethodHandle bind(String function, FunctionDescriptor types, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(function), types, options);
    }

    @Override
    public void close() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        number(() -> (int) CLOSE.invokeExact(kept));
    }
}
