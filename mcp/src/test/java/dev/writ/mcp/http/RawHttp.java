package dev.writ.mcp.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** One connection to a server, on which a test can say whatever it wants, also what no HTTP client would. */
final class RawHttp implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 15_000;

    private final Socket socket;
    private final InputStream in;

    /** The head of an answer; header names in lower case. */
    record Head(int status, Map<String, String> headers) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /** A whole answer. */
    record Answer(Head head, String body) {
        int status() {
            return head.status;
        }

        String header(String name) {
            return head.header(name);
        }

        ObjectNode json() {
            return dev.writ.mcp.TestingJson.json(body.replace("'", "\\u0027"));
        }
    }

    RawHttp(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** With a small window, for the server to notice soon that nothing is read. */
    static RawHttp withSmallWindow(int port) throws IOException {
        return new RawHttp(port, 4096);
    }

    private RawHttp(int port, int window) throws IOException {
        socket = new Socket();
        socket.setReceiveBufferSize(window);
        socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    Head head() throws IOException {
        String status = line();
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Head(Integer.parseInt(status.split(" ")[1]), headers);
    }

    Answer answer() throws IOException {
        Head head = head();
        if (head.header("transfer-encoding").equals("chunked")) {
            StringBuilder body = new StringBuilder();
            for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
                body.append(chunk);
            }
            return new Answer(head, body.toString());
        }
        String length = head.header("content-length");
        int bytes = length.isEmpty() ? 0 : Integer.parseInt(length);
        return new Answer(head, new String(in.readNBytes(bytes), StandardCharsets.UTF_8));
    }

    /** The next piece of a stream; empty at its end. */
    String chunk() throws IOException {
        int length = Integer.parseInt(line().strip(), 16);
        String chunk = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        line();
        return chunk;
    }

    /** The data of the next event of a stream that is not only a sign of life; empty at the end of the stream. */
    String event() throws IOException {
        String chunk = chunk();
        while (chunk.startsWith(":")) {
            chunk = chunk();
        }
        int data = chunk.indexOf("data: ");
        return data < 0 ? "" : chunk.substring(data + "data: ".length()).strip();
    }

    /** Whether the server has closed the connection, waiting for that. */
    boolean isClosedByServer() throws IOException {
        try {
            while (in.read() >= 0) {
                // What was sent before does not matter.
            }
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The server closed the connection.");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
