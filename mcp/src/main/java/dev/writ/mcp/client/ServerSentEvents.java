package dev.writ.mcp.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/** A stream of server-sent events (HTML standard, section 9.2), of which the data alone matters here. */
final class ServerSentEvents {
    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);

    private ServerSentEvents() {}

    /**
     * Hands on the data of each event until the stream ends.
     *
     * @throws ServerFailure for an event that is too long
     */
    static void read(InputStream in, int longest, Consumer<byte[]> sink) throws IOException {
        ByteLines lines = new ByteLines(in, longest);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
            byte[] bytes = line.get();
            if (bytes.length == 0 && data.size() > 0) {
                sink.accept(data.toByteArray());
                data.reset();
            } else if (startsWithData(bytes)) {
                add(bytes, data, longest);
            }
        }
    }

    private static boolean startsWithData(byte[] line) {
        return line.length >= DATA.length && Arrays.equals(line, 0, DATA.length, DATA, 0, DATA.length);
    }

    private static void add(byte[] line, ByteArrayOutputStream data, int longest) {
        if (data.size() > 0) {
            data.write('\n');
        }
        int from = line.length > DATA.length && line[DATA.length] == ' ' ? DATA.length + 1 : DATA.length;
        if (data.size() + line.length - from > longest) {
            throw new ServerFailure(
                    ServerFailure.Kind.TOO_LARGE, "It sent an event of more than " + longest + " bytes.");
        }
        data.write(line, from, line.length - from);
    }
}
