package dev.writ.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Real time plus what the demo has moved it forward; the move is on disk before it counts, so a restart keeps it. */
public final class DemoClock implements InstantSource {
    private final Path file;
    private volatile Duration ahead;

    private DemoClock(Path file, Duration ahead) {
        this.file = file;
        this.ahead = ahead;
    }

    public static DemoClock in(Path folder) {
        Path file = folder.resolve("demo-clock");
        try {
            Duration ahead =
                    Files.exists(file) ? Duration.parse(Files.readString(file).strip()) : Duration.ZERO;
            return new DemoClock(file, ahead);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }

    /** Moves the clock so that it shows at least this time; never back. */
    public void moveTo(Instant time) {
        Duration needed = Duration.between(Instant.now(), time);
        if (needed.compareTo(ahead) <= 0) {
            return;
        }
        try {
            Path fresh = file.resolveSibling("demo-clock.new");
            Files.writeString(fresh, needed.toString());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ahead = needed;
    }
}
