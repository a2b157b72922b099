package dev.writ.model.recording;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.OwnerOnly;
import dev.writ.WritException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A recording: NDJSON, one line for each model call in the order in which the answers came. A recording that is there
 * already goes on at its end, so that a run which was interrupted is recorded whole. Readable by its owner alone. Safe for
 * use by many threads.
 */
public final class RecordingFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private boolean begun;

    private RecordingFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** @throws WritException with {@code invalid_arguments} if the file cannot be written */
    public static RecordingFile append(Path path) {
        try {
            FileChannel channel = FileChannel.open(
                    path,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    ownerOnly());
            return new RecordingFile(path, channel);
        } catch (IOException e) {
            throw unusable(path, "written", e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {OwnerOnly.FILE}
                : new FileAttribute<?>[0];
    }

    /** Position behind the last line end. */
    private static long endOfLines(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        long end = channel.size();
        while (end > 0) {
            channel.read(one.clear(), end - 1);
            if (one.get(0) == '\n') {
                break;
            }
            end--;
        }
        return end;
    }

    /**
     * Adds one call.
     *
     * @throws WritException with {@code store_full} if it cannot be written, {@code conflict} if another Writ does
     */
    synchronized void add(Recorded recorded) {
        ByteBuffer line = StandardCharsets.UTF_8.encode(recorded.toLine() + "\n");
        try {
            if (!begun) {
                begin();
            }
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException e) {
            throw new WritException(
                    Failure.of(
                            FailureCode.STORE_FULL,
                            "The recording " + path + " cannot be written.",
                            "Check the free space, or stop recording."),
                    e);
        }
    }

    /** Only with the first call is anything changed: who merely looks at the settings must not touch a recording. */
    private void begin() throws IOException {
        if (!locked()) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "Another Writ records to " + path + ".",
                    "Name another file with WRIT_MODEL_RECORD or model.record.");
        }
        long end = endOfLines(channel);
        // A line that a kill cut short was never part of the recording.
        channel.truncate(end).position(end);
        begun = true;
    }

    private boolean locked() throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /**
     * Every call of a recording.
     *
     * @throws WritException with {@code invalid_arguments} if the file cannot be read or is no recording
     */
    static List<Recorded> read(Path path) {
        try {
            String text = Files.readString(path);
            List<String> lines =
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
            List<Recorded> recorded = new ArrayList<>();
            for (String line : lines) {
                recorded.add(parse(path, recorded.size() + 1, line));
            }
            return recorded;
        } catch (IOException | UncheckedIOException e) {
            throw unusable(path, "read", e);
        }
    }

    private static Recorded parse(Path path, int number, String line) {
        try {
            return Recorded.ofLine(line);
        } catch (RuntimeException e) {
            throw new WritException(
                    Failure.of(
                            FailureCode.INVALID_ARGUMENTS,
                            "Line " + number + " of " + path + " is no line of a recording.",
                            "Name a file that was written with WRIT_MODEL_RECORD or model.record."),
                    e);
        }
    }

    private static WritException unusable(Path path, String what, Exception cause) {
        return new WritException(
                Failure.of(
                        FailureCode.INVALID_ARGUMENTS,
                        "The recording " + path + " cannot be " + what + ".",
                        "Check the path and its permissions."),
                cause);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
