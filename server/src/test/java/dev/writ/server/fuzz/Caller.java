package dev.writ.server.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends bytes to a server, each lot on a connection of its own, and reads what comes back, as far as it goes. */
record Caller(URI server) {
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(20);
    /** Of an answer that does not end, such as a stream of events. */
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(150);

    private static final int MOST_READ = 200_000;
    private static final Pattern LENGTH = Pattern.compile("(?i)\\r\\ncontent-length: (\\d{1,9})");

    /**
     * @param text what came, with a byte a character; empty where the server hung up
     * @param inTime whether anything came before the patience ended
     */
    record Answer(String text, boolean inTime) {
        /** Of the first line; empty where there is none. */
        Optional<Integer> status() {
            return text.matches("(?s)HTTP/1\\.[01] \\d{3} .*")
                    ? Optional.of(Integer.valueOf(text.substring(9, 12)))
                    : Optional.empty();
        }
    }

    /**
     * @param endsSending whether the server is told that nothing more comes
     * @param leavesAtOnce whether nobody waits for an answer
     * @throws IOException where no connection could be made
     */
    Answer send(byte[] wire, boolean endsSending, boolean leavesAtOnce) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), 10_000);
            socket.setTcpNoDelay(true);
            try {
                socket.getOutputStream().write(wire);
                socket.getOutputStream().flush();
                if (leavesAtOnce) {
                    socket.setSoLinger(true, 0);
                    return new Answer("", true);
                }
                if (endsSending) {
                    socket.shutdownOutput();
                }
                return read(socket);
            } catch (SocketTimeoutException e) {
                return new Answer("", false);
            } catch (IOException e) {
                // The server may hang up on what it need not listen to.
                return new Answer("", true);
            }
        }
    }

    private static Answer read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] part = new byte[8_192];
        socket.setSoTimeout((int) LONGEST_ANSWER.toMillis());
        try {
            for (int got = in.read(part); got >= 0 && read.size() < MOST_READ; got = in.read(part)) {
                read.write(part, 0, got);
                if (isWhole(read.toString(StandardCharsets.ISO_8859_1))) {
                    break;
                }
                socket.setSoTimeout((int) LONGEST_PAUSE.toMillis());
            }
        } catch (SocketTimeoutException e) {
            return new Answer(read.toString(StandardCharsets.ISO_8859_1), read.size() > 0);
        } catch (IOException e) {
            // What came before the connection went stands.
        }
        return new Answer(read.toString(StandardCharsets.ISO_8859_1), true);
    }

    /** Whether the answer says how long it is, and is that long. */
    private static boolean isWhole(String answer) {
        int head = answer.indexOf("\r\n\r\n");
        Matcher length = LENGTH.matcher(head < 0 ? "" : answer.substring(0, head));
        return length.find() && answer.length() >= head + 4 + Integer.parseInt(length.group(1));
    }
}
