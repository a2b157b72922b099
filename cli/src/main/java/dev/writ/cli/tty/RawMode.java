package dev.writ.cli.tty;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Every key is given as it is typed, until this is closed. The modes from before come back at the end of the process too,
 * however it ends, short of {@code kill -9}.
 */
public final class RawMode implements AutoCloseable {
    private static final int MOST_AT_ONCE = 4_096;

    private final Posix posix;
    private final byte[] before;
    private final byte[] raw;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread atExit = new Thread(this::restore);

    RawMode(Posix posix, byte[] before) {
        this.posix = posix;
        this.before = before.clone();
        this.raw = posix.raw(before);
        Runtime.getRuntime().addShutdownHook(atExit);
        enter();
    }

    /** Sets the mode again, after the process was stopped and continued. */
    public void enter() {
        posix.setModes(raw);
    }

    /** What is typed within this time, possibly nothing. */
    public Typed read(int millis) {
        if (!posix.isReadable(millis)) {
            return new Typed.Nothing();
        }
        byte[] bytes = posix.read(MOST_AT_ONCE);
        return bytes.length == 0 ? new Typed.Ended() : new Typed.Keys(new String(bytes, StandardCharsets.UTF_8));
    }

    /** Sets the modes from before, for a while. */
    public void leave() {
        posix.setModes(before);
    }

    private void restore() {
        if (closed.compareAndSet(false, true)) {
            leave();
        }
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook has nothing left to do.
            return;
        }
    }
}
